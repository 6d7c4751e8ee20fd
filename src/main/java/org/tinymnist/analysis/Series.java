package org.tinymnist.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.Hardware;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/**
 * The runs of one experiment that differ only in the seed.
 *
 * @param data training and test data
 * @param runs at least one, lowest seed first
 */
public record Series(Experiment experiment, DataSummary data, List<RunResult> runs) {

  private Series(List<RunResult> runs) {
    this(runs.get(0).record().experiment(), runs.get(0).record().data(), runs);
  }

  /** Returns the series of a study; several of one name if their recipe or data differ. */
  public static List<Series> of(Study study) {
    return study.runs().stream()
        .collect(Collectors.groupingBy(Series::key, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(Series::new)
        .toList();
  }

  /**
   * Returns the one with the most seeds of the series that reproduce a model of the note and are no
   * variants.
   */
  static Optional<Series> ofModel(List<Series> all, String model) {
    return most(
        all.stream()
            .filter(each -> each.experiment.published().equals(Optional.of(model)))
            .filter(each -> each.experiment.variantOf().isEmpty()));
  }

  /** Returns the one with the most seeds of the series of an experiment. */
  static Optional<Series> named(List<Series> all, String experiment) {
    return most(all.stream().filter(each -> each.name().equals(experiment)));
  }

  private static Optional<Series> most(Stream<Series> series) {
    return series.max(Comparator.comparingInt(each -> each.runs.size()));
  }

  private static List<?> key(RunResult run) {
    Experiment e = run.record().experiment();
    return List.of(e.name(), e.recipe(), e.validation(), run.record().data().sha256());
  }

  public String name() {
    return experiment.name();
  }

  public int epochs() {
    return experiment.recipe().epochs();
  }

  /** Returns whether it has the original's number of epochs, training and test data. */
  public boolean isComparable() {
    return epochs() == Original.EPOCHS && isMnist() && experiment.validation() == 0;
  }

  public boolean isMnist() {
    return data.name().equals("MNIST");
  }

  /** Returns whether another series has the same recipe and data, under any name. */
  boolean isSameAs(Series other) {
    return experiment.recipe().equals(other.experiment.recipe())
        && experiment.validation() == other.experiment.validation()
        && data.sha256().equals(other.data.sha256());
  }

  /** Returns whether two experiments share a name or reproduce the same model of the note. */
  boolean isNamesake(Series other) {
    Optional<String> model = experiment.published();
    return name().equals(other.name())
        || model.isPresent() && model.equals(other.experiment.published());
  }

  /** Returns whether this is a variant of an experiment with the same data and length. */
  boolean isVariantOf(Series base) {
    return experiment.variantOf().equals(Optional.of(base.name()))
        && !equals(base)
        && epochs() == base.epochs()
        && data.sha256().equals(base.data.sha256());
  }

  public List<TrainingCurve> curves() {
    return runs.stream().map(TrainingCurve::of).toList();
  }

  /** Returns a metric at an epoch, counted from 1. */
  public Sample at(Metric metric, int epoch) {
    return Sample.of(
        runs.stream().mapToDouble(run -> metric.of(run.epochs().get(epoch - 1))).toArray());
  }

  public double[] accuracies() {
    return runs.stream().mapToDouble(run -> run.last().testAccuracy()).toArray();
  }

  public Sample finalTestAccuracy() {
    return Sample.of(accuracies());
  }

  /**
   * Returns the 95 % prediction interval of one more run's final test accuracy, computed on the
   * scale of {@link Metric} so that no limit exceeds 100 %; requires two runs.
   */
  public Interval prediction() {
    Interval scaled = scaled().ofOneMore();
    return new Interval(
        Metric.TEST_ACCURACY.fromScale(scaled.low()),
        Metric.TEST_ACCURACY.fromScale(scaled.high()));
  }

  /** Returns the chance that one more run ends as far from the mean, on either side. */
  double pOfEnd(double accuracy) {
    return Math.min(1, 2 * scaled().tailOfOneMore(Metric.TEST_ACCURACY.toScale(accuracy)));
  }

  private Sample scaled() {
    return Sample.of(Arrays.stream(accuracies()).map(Metric.TEST_ACCURACY::toScale).toArray());
  }

  long endingBelow(double accuracy) {
    return Arrays.stream(accuracies()).filter(each -> each < accuracy).count();
  }

  /** Returns the runs by processor, or by GPU and its host's processor. */
  public SortedMap<String, Series> byMachine() {
    return runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> machine(run.record().hardware()),
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), Series::new)));
  }

  private static String machine(Hardware hardware) {
    String gpu = hardware.device().equals("CPU") ? "" : hardware.device() + " with ";
    return gpu + hardware.processor();
  }
}
