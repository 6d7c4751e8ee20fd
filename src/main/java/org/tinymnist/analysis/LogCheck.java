package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A log of the original compared with our runs by two measures.
 *
 * @param model such as {@code model-1}
 * @param curve its training curve in the simultaneous band of the runs
 * @param expected the 95 % prediction interval of the final test accuracy
 * @param p the chance that one more run ends as far from the mean, corrected for all logs
 * @param below how many of our runs end below the log, a rank that assumes no distribution
 */
public record LogCheck(String model, Band.Check curve, Interval expected, double p, long below) {

  /** Returns the checks of all logs of models with enough runs. */
  static List<LogCheck> of(List<Series> models, Original original) {
    List<LogCheck> checks = new ArrayList<>();
    for (String model : original.models()) {
      Optional<Series> series = Series.ofModel(models, model);
      Optional<Band> band = series.flatMap(each -> Band.of(each.curves()));
      for (TrainingCurve log : band.isPresent() ? original.logs(model) : List.<TrainingCurve>of()) {
        Series runs = series.orElseThrow();
        double accuracy = log.finalTestAccuracy();
        checks.add(
            new LogCheck(
                model,
                band.get().check(log),
                runs.prediction(),
                runs.pOfEnd(accuracy),
                runs.endingBelow(accuracy)));
      }
    }
    return Holm.correct(
        checks,
        c -> OptionalDouble.of(c.p),
        (c, p) -> new LogCheck(c.model, c.curve, c.expected, p.getAsDouble(), c.below));
  }

  /** Returns whether the final test accuracy does not differ significantly from our runs. */
  public boolean endsAsExpected() {
    return p >= Holm.LEVEL;
  }

  /** Returns whether the log differs from our runs by neither measure. */
  public boolean fits() {
    return curve.isInside() && endsAsExpected();
  }
}
