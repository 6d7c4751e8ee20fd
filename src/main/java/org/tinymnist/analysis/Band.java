package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The simultaneous 95 % band of one more run: its whole course, every epoch and figure, lies within
 * in 95 of 100 cases or more.
 *
 * <p>Each of the k values has the limits {@code mean ± c deviation sqrt(1 + 1/n)} of n runs, on the
 * scale of {@link Metric}; c is Student's t quantile of n - 1 degrees of freedom at {@code 1 - 0.05
 * / (2 k)}, by Bonferroni's inequality (simultaneous prediction limits: Hahn and Meeker,
 * "Statistical Intervals", 1991).
 */
public final class Band {

  private final List<TrainingCurve> courses;
  private final int epochs;

  /**
   * A value outside the band.
   *
   * @param figure which
   * @param epoch from 1
   * @param above whether it is above the band; below otherwise
   */
  public record Outside(Metric figure, int epoch, boolean above) {}

  /**
   * A run held against the band.
   *
   * @param course the run
   * @param p an upper bound of the probability that any value of one more run strays as far
   * @param outside its values outside the band; none if it lies within
   */
  public record Check(TrainingCurve course, double p, List<Outside> outside) {

    /** Returns whether the whole course lies within the band. */
    public boolean isInside() {
      return outside.isEmpty();
    }
  }

  private Band(List<TrainingCurve> courses) {
    this.courses = courses;
    this.epochs = courses.get(0).epochs().size();
  }

  /** Returns the band of runs of one length; empty for fewer than {@link Sample#ENOUGH}. */
  public static Optional<Band> of(List<TrainingCurve> courses) {
    return courses.size() < Sample.ENOUGH ? Optional.empty() : Optional.of(new Band(courses));
  }

  /** Returns how a run of the same length lies to the band. */
  public Check check(TrainingCurve course) {
    double least = 1;
    List<Outside> outside = new ArrayList<>();
    for (Metric figure : Metric.values()) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        Sample sample = sample(figure, epoch);
        double value = figure.toScale(course.at(figure, epoch));
        double p = Math.min(1, 2 * values() * sample.tailOfOneMore(value));
        if (p < Verdict.LEVEL) {
          outside.add(new Outside(figure, epoch, value > sample.mean()));
        }
        least = Math.min(least, p);
      }
    }
    return new Check(course, least, List.copyOf(outside));
  }

  private int values() {
    return Metric.values().length * epochs;
  }

  private Sample sample(Metric figure, int epoch) {
    return Sample.of(
        courses.stream().mapToDouble(run -> figure.toScale(run.at(figure, epoch))).toArray());
  }
}
