package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tinymnist.results.RunResult;

/**
 * The final test accuracies of two experiments, seed by seed: the same seed draws the same first
 * weights and takes the images in the same order.
 *
 * @param difference the first's accuracy less the second's, over the seeds of both
 * @param p of Student's paired test that there is none
 */
public record Comparison(Sample difference, double p) {

  /** Differences up to here, 0.1 points, count as none where a claim is that of none. */
  static final double NEGLIGIBLE = 0.001;

  /** Returns the comparison; empty with fewer than {@link Sample#ENOUGH} seeds in common. */
  public static Optional<Comparison> of(Series first, Series second) {
    List<Double> differences = new ArrayList<>();
    for (RunResult run : first.runs()) {
      second
          .run(run.seed())
          .ifPresent(
              other -> differences.add(run.last().testAccuracy() - other.last().testAccuracy()));
    }
    if (differences.size() < Sample.ENOUGH) {
      return Optional.empty();
    }
    Sample sample = Sample.of(differences.stream().mapToDouble(Double::doubleValue).toArray());
    return Optional.of(new Comparison(sample, sample.pOfMean(0)));
  }

  /** Returns the mean difference. */
  public double mean() {
    return difference.mean();
  }

  /** Returns the 95 % interval of the mean difference. */
  public Interval interval() {
    return difference.ofMean();
  }

  /** Returns whether the whole interval lies within 0.1 points of none. */
  public boolean isNegligible() {
    return interval().low() > -NEGLIGIBLE && interval().high() < NEGLIGIBLE;
  }
}
