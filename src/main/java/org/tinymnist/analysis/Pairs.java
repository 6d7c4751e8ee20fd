package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
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

  /** Returns the pairs of a plan, without runs of different lengths. */
  static Pairs of(
      PairPlan plan, List<TrainingCurve> own, Map<String, List<TrainingCurve>> pytorch) {
    List<Pair> pairs = new ArrayList<>();
    for (TrainingCurve run : own) {
      pytorch.getOrDefault(plan.model(), List.of()).stream()
          .filter(other -> other.name().equals(run.name()))
          .filter(other -> other.epochs().size() == run.epochs().size())
          .filter(other -> plan.includes(Long.parseLong(other.name())))
          .forEach(other -> pairs.add(new Pair(run, other)));
    }
    return new Pairs(plan, List.copyOf(pairs));
  }

  public boolean isComplete() {
    return pairs.size() == plan.pairs();
  }

  private boolean isEnough() {
    return pairs.size() >= Sample.ENOUGH;
  }

  private Sample differences() {
    return Sample.of(
        pairs.stream()
            .mapToDouble(
                pair ->
                    pair.own.testAccuracy(plan.firstEpoch(), plan.lastEpoch())
                        - pair.pytorch.testAccuracy(plan.firstEpoch(), plan.lastEpoch()))
            .toArray());
  }

  /** Returns the test of equivalence; empty without a margin or with too few pairs. */
  public Optional<Equivalence> equivalence() {
    return isEnough() && plan.margin().isPresent()
        ? Optional.of(Equivalence.of(differences(), plan.margin().getAsDouble()))
        : Optional.empty();
  }

  /** Returns the planned mean difference; empty with too few pairs. */
  public Optional<Difference> difference() {
    return isEnough() ? Optional.of(Difference.paired(differences())) : Optional.empty();
  }

  /** Returns the mean difference of a metric at an epoch, counted from 1. */
  public double at(Metric metric, int epoch) {
    return sample(metric, epoch).mean();
  }

  /** Returns the 95 % band of that mean, simultaneous over the epochs by Bonferroni. */
  public Interval band(Metric metric, int epoch) {
    Sample sample = sample(metric, epoch);
    int epochs = pairs.get(0).own.epochs().size();
    double half =
        sample.deviation()
            / Math.sqrt(sample.size())
            * TDistribution.of(sample.size() - 1)
                .inverseSurvivalProbability(Holm.LEVEL / 2 / epochs);
    return new Interval(sample.mean() - half, sample.mean() + half);
  }

  private Sample sample(Metric metric, int epoch) {
    return Sample.of(
        pairs.stream()
            .mapToDouble(pair -> pair.own.at(metric, epoch) - pair.pytorch.at(metric, epoch))
            .toArray());
  }
}
