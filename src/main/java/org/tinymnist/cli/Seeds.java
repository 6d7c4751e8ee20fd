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
 * Seeds as the command line takes them: {@code 1} or {@code 1-10}.
 *
 * @param values in rising order
 */
record Seeds(List<Long> values) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");
  private static final int MOST = 1000;

  static Seeds range(long first, long last) {
    return new Seeds(LongStream.rangeClosed(first, last).boxed().toList());
  }

  /** Returns a run of the experiment with each seed. */
  Stream<Run> runs(Experiment experiment) {
    return values.stream().map(seed -> new Run(experiment, seed));
  }

  static final class Converter implements ITypeConverter<Seeds> {
    @Override
    public Seeds convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (matcher.matches()) {
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        if (first <= last && last - first < MOST) {
          return range(first, last);
        }
      }
      throw new TypeConversionException(
          "'%s', expected a seed such as 1 or a range such as 1-10, at most %d seeds"
              .formatted(text, MOST));
    }
  }
}
