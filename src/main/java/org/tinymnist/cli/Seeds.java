package org.tinymnist.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Run;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds of the command line: seeds and ranges, separated by commas or blanks.
 *
 * @param values without duplicates, in the given order
 */
record Seeds(List<Long> values) {

  private static final Pattern PART = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");
  private static final int MOST = 1000;

  static Seeds range(long first, long last) {
    return new Seeds(LongStream.rangeClosed(first, last).boxed().toList());
  }

  Stream<Run> runs(Experiment experiment) {
    return values.stream().map(seed -> new Run(experiment, seed));
  }

  static final class Converter implements ITypeConverter<Seeds> {
    @Override
    public Seeds convert(String text) {
      List<Long> seeds =
          Stream.of(text.strip().split("[,\\s]+", -1))
              .flatMapToLong(part -> part(part, text))
              .boxed()
              .distinct()
              .toList();
      if (seeds.size() > MOST) {
        throw invalid(text);
      }
      return new Seeds(seeds);
    }

    private static LongStream part(String part, String text) {
      Matcher matcher = PART.matcher(part);
      if (matcher.matches()) {
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        if (first <= last && last - first < MOST) {
          return LongStream.rangeClosed(first, last);
        }
      }
      throw invalid(text);
    }

    private static TypeConversionException invalid(String text) {
      return new TypeConversionException(
          "'%s', expected seeds and ranges such as 1,3 or 1-10, at most %s seeds"
              .formatted(text, MOST));
    }
  }
}
