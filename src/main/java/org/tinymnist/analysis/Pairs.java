package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.PairPlan;

/**
 * A planned question and the pairs that answer it so far. The runs of a pair have the same seed:
 * the same initial weights, and the images in the same order.
 *
 * @param plan the question
 * @param pairs those with both runs, lowest seed first
 */
public record Pairs(PairPlan plan, List<Pair> pairs) {

  /** A run of Tiny MNIST and the same one in PyTorch. */
  public record Pair(TrainingCurve own, TrainingCurve pytorch) {

    /** Returns Tiny MNIST's final test accuracy minus PyTorch's. */
    public double difference() {
      return own.finalTestAccuracy() - pytorch.finalTestAccuracy();
    }
  }

  /**
   * Two one-sided paired t-tests whether runs differ by less than a margin (Schuirmann 1987).
   *
   * @param difference the mean over the pairs
   * @param interval its 90 % interval, inside the margin if and only if p is below 0.05
   * @param margin the largest difference that does not matter
   * @param p the larger of the two tests' p-values
   */
  public record Equivalence(double difference, Interval interval, double margin, double p) {

    /** Returns the result for the differences of at least two pairs. */
    static Equivalence of(Sample differences, double margin) {
      TDistribution t = TDistribution.of(differences.size() - 1);
      double error = differences.deviation() / Math.sqrt(differences.size());
      return new Equivalence(
          differences.mean(),
          differences.ofMean(Holm.LEVEL),
          margin,
          t.survivalProbability((margin - Math.abs(differences.mean())) / error));
    }

    /** Returns whether the difference is shown to be smaller than the margin. */
    public boolean isShown() {
      return p < Holm.LEVEL;
    }

    /** Returns whether the difference is shown to be larger than the margin. */
    public boolean isRefuted() {
      return !interval.meets(new Interval(-margin, margin));
    }
  }

  /** Returns the pairs of a plan, without runs of different lengths; PyTorch's are by seed. */
  static Pairs of(PairPlan plan, List<TrainingCurve> own, Map<Long, List<EpochMetrics>> pytorch) {
    List<Pair> pairs = new ArrayList<>();
    for (TrainingCurve run : own) {
      long seed = Long.parseLong(run.name());
      List<EpochMetrics> other = pytorch.getOrDefault(seed, List.of());
      if (plan.includes(seed) && other.size() == run.epochs().size()) {
        pairs.add(new Pair(run, new TrainingCurve(run.name(), other)));
      }
    }
    return new Pairs(plan, List.copyOf(pairs));
  }

  public boolean isComplete() {
    return pairs.size() == plan.pairs();
  }

  /** Returns the test of equivalence; empty without a margin or with too few pairs. */
  public Optional<Equivalence> equivalence() {
    return plan.margin().isPresent()
        ? planned().map(sample -> Equivalence.of(sample, plan.margin().getAsDouble()))
        : Optional.empty();
  }

  /** Returns the planned mean difference; empty with too few pairs. */
  public Optional<Difference> difference() {
    return planned().map(Difference::paired);
  }

  private Optional<Sample> planned() {
    return pairs.size() < Sample.ENOUGH
        ? Optional.empty()
        : Optional.of(differences(run -> run.testAccuracy(plan.firstEpoch(), plan.lastEpoch())));
  }

  /** Returns the mean difference of a metric at an epoch, counted from 1. */
  public double at(Metric metric, int epoch) {
    return differences(run -> run.at(metric, epoch)).mean();
  }

  /** Returns the 95 % band of that mean, simultaneous over the epochs by Bonferroni. */
  public Interval band(Metric metric, int epoch) {
    double tail = Holm.LEVEL / 2 / pairs.get(0).own.epochs().size();
    return differences(run -> run.at(metric, epoch)).ofMean(tail);
  }

  private Sample differences(ToDoubleFunction<TrainingCurve> value) {
    return Sample.of(
        pairs.stream()
            .mapToDouble(pair -> value.applyAsDouble(pair.own) - value.applyAsDouble(pair.pytorch))
            .toArray());
  }
}
