package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
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
