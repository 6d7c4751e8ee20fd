package org.tinymnist.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.TypeConversionException;

/** Seeds and ranges, separated by commas or blanks; in the given order. */
record Seeds(Set<Long> values) {

  private static final Pattern PART = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");
  private static final int MOST = 1000;

  /** Converts the value of an option. */
  static Seeds of(String text) {
    Set<Long> seeds = new LinkedHashSet<>();
    for (String part : text.strip().split("[,\\s]+", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw invalid(text);
      }
      long first = Long.parseLong(matcher.group(1));
      long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
      if (first > last || last - first >= MOST) {
        throw invalid(text);
      }
      LongStream.rangeClosed(first, last).forEach(seeds::add);
    }
    if (seeds.size() > MOST) {
      throw invalid(text);
    }
    return new Seeds(seeds);
  }

  private static TypeConversionException invalid(String text) {
    return new TypeConversionException(
        "'%s', expected seeds and ranges such as 1,3 or 1-10, at most %s seeds"
            .formatted(text, MOST));
  }
}
