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

  static Seeds of(String text) {
    Set<Long> seeds = new LinkedHashSet<>();
    boolean valid = true;
    for (String part : text.strip().split("[,\\s]+", -1)) {
      Matcher matcher = PART.matcher(part);
      valid &= matcher.matches();
      if (valid) {
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        valid = first <= last && last - first < MOST;
        LongStream.rangeClosed(first, valid ? last : first).forEach(seeds::add);
      }
    }
    if (!valid || seeds.size() > MOST) {
      throw new TypeConversionException(
          "'%s', expected seeds and ranges such as 1,3 or 1-10, at most %s seeds"
              .formatted(text, MOST));
    }
    return new Seeds(seeds);
  }
}
