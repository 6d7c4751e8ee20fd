package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The simultaneous 95 % band of one more run: the whole training curve of at least 95 of 100
 * further runs, every epoch and metric, stays inside.
 *
 * <p>Each of the k values has the limits {@code mean ± c deviation sqrt(1 + 1/n)} of n runs, on the
 * scale of {@link Metric}; c is Student's t quantile of n - 1 degrees of freedom at {@code 1 - 0.05
 * / (2 k)}, by Bonferroni's inequality (simultaneous prediction limits: Hahn and Meeker,
 * "Statistical Intervals", 1991).
 */
public record Band(List<TrainingCurve> runs) {

  /** A value outside the band: above or below it. */
  public record Outside(Metric metric, int epoch, boolean above) {}

  /**
   * A training curve compared with the band.
   *
   * @param p an upper bound of the chance that any value of one more run strays this far
   * @param outside its values outside the band
   */
  public record Check(TrainingCurve curve, double p, List<Outside> outside) {

    public boolean isInside() {
      return outside.isEmpty();
    }
  }

  /** Returns the band of runs of one length; empty for fewer than {@link Sample#ENOUGH}. */
  public static Optional<Band> of(List<TrainingCurve> runs) {
    return runs.size() < Sample.ENOUGH ? Optional.empty() : Optional.of(new Band(runs));
  }

  /** Compares a training curve of the same length with the band. */
  public Check check(TrainingCurve curve) {
    int epochs = runs.get(0).epochs().size();
    int values = Metric.values().length * epochs;
    double least = 1;
    List<Outside> outside = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        Sample sample = sample(metric, epoch);
        double value = metric.toScale(curve.at(metric, epoch));
        double p = Math.min(1, 2 * values * sample.tailOfOneMore(value));
        if (p < Holm.LEVEL) {
          outside.add(new Outside(metric, epoch, value > sample.mean()));
        }
        least = Math.min(least, p);
      }
    }
    return new Check(curve, least, List.copyOf(outside));
  }

  private Sample sample(Metric metric, int epoch) {
    return Sample.of(
        runs.stream().mapToDouble(run -> metric.toScale(run.at(metric, epoch))).toArray());
  }
}
