package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/**
 * The runs of one experiment that differ in nothing but the seed.
 *
 * @param experiment what was trained
 * @param data what it was trained and measured on
 * @param runs at least one, the lowest seed first
 */
public record Series(Experiment experiment, DataSummary data, List<RunResult> runs) {

  /** Returns what makes runs the same. */
  private static List<?> key(RunResult run) {
    Experiment e = run.record().experiment();
    return List.of(e.name(), e.recipe(), e.validation(), run.record().data().sha256());
  }

  /** Returns the series of a study: more than one of a name if its runs differ in more. */
  public static List<Series> of(Study study) {
    Map<List<?>, List<RunResult>> groups = new LinkedHashMap<>();
    for (RunResult run : study.runs()) {
      groups.computeIfAbsent(key(run), key -> new ArrayList<>()).add(run);
    }
    return groups.values().stream()
        .map(
            runs ->
                new Series(
                    runs.get(0).record().experiment(),
                    runs.get(0).record().data(),
                    List.copyOf(runs)))
        .toList();
  }

  /** Returns the experiment's name. */
  public String name() {
    return experiment.name();
  }

  /** Returns the number of epochs of each run. */
  public int epochs() {
    return experiment.recipe().epochs();
  }

  /** Returns whether it can be held against what was published: as long, and on the same data. */
  public boolean isComparable() {
    return epochs() == Original.EPOCHS && isMnist() && experiment.validation() == 0;
  }

  /** Returns whether it is of MNIST's own images. */
  public boolean isMnist() {
    return data.name().equals("MNIST");
  }

  /** Returns whether another series differs from this one in who made it at most. */
  boolean isSameAs(Series other) {
    return key(runs.get(0)).equals(key(other.runs.get(0)));
  }

  /** Returns the run with a seed. */
  public Optional<RunResult> run(long seed) {
    return runs.stream().filter(run -> run.seed() == seed).findFirst();
  }

  /** Returns each run's course. */
  public List<TrainingCurve> courses() {
    return runs.stream()
        .map(run -> new TrainingCurve(Long.toString(run.seed()), run.epochs()))
        .toList();
  }

  /** Returns a figure after the last epoch, of each run. */
  public double[] last(Metric figure) {
    return runs.stream().mapToDouble(run -> figure.of(run.last())).toArray();
  }

  /** Returns a figure at an epoch, counted from 1. */
  public Sample at(Metric figure, int epoch) {
    return TrainingCurve.at(courses(), figure, epoch);
  }

  /** Returns the final test accuracies. */
  public Sample finalTestAccuracy() {
    return Sample.of(last(Metric.TEST_ACCURACY));
  }
}
