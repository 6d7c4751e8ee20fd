package org.tinymnist.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a results folder holds.
 *
 * @param series the runs by experiment, in the order of the experiments' names; at least one
 * @param variants the experiments that vary one of them, likewise; they are compared with it and
 *     stand in no other table
 * @param diverged the runs without a result
 * @param leftOut the folders that the report does not use
 */
record Results(
    List<Series> series, List<Series> variants, List<DivergedRun> diverged, List<LeftOut> leftOut) {

  /** Sorts experiments into those that vary another of them, and the rest. */
  static Results of(List<Series> all, List<DivergedRun> diverged, List<LeftOut> leftOut) {
    Set<String> names =
        all.stream()
            .filter(each -> each.experiment().variantOf() == null)
            .map(Series::name)
            .collect(Collectors.toSet());
    Map<Boolean, List<Series>> variants =
        all.stream()
            .collect(
                Collectors.partitioningBy(each -> names.contains(each.experiment().variantOf())));
    return new Results(variants.get(false), variants.get(true), diverged, leftOut);
  }

  /**
   * A folder that the report does not use.
   *
   * @param folder its path below the results folder
   * @param reason why, in one line
   */
  record LeftOut(String folder, String reason) {
    @Override
    public String toString() {
      return folder + ": " + reason;
    }
  }

  /**
   * The runs of one experiment: the same settings and data, other seeds.
   *
   * @param runs at least one, the lowest seed first
   */
  record Series(List<RunResult> runs) {

    Series {
      runs = List.copyOf(runs);
    }

    /** Returns the run of the lowest seed: the one that tables of single runs show. */
    RunResult first() {
      return runs.get(0);
    }

    String name() {
      return first().name();
    }

    RunJson.Experiment experiment() {
      return first().json().experiment();
    }

    boolean isAugmented() {
      return !experiment().augmentation().equals(RunJson.Augmentation.NONE);
    }

    /** Returns the run with a seed. */
    Optional<RunResult> seed(long seed) {
      return runs.stream().filter(run -> run.seed() == seed).findFirst();
    }

    /** Returns the note's model that this experiment is compared with, if any. */
    Optional<String> published() {
      return Optional.ofNullable(experiment().published());
    }

    /**
     * Returns the epochs that the seeds needed to a test accuracy, ascending; infinite if never.
     */
    double[] epochsTo(double accuracy) {
      return runs.stream()
          .map(run -> run.firstEpochAt(accuracy))
          .mapToDouble(epoch -> epoch.isPresent() ? epoch.getAsInt() : Double.POSITIVE_INFINITY)
          .sorted()
          .toArray();
    }

    /** Returns one figure of each run, over the seeds. */
    Estimate estimate(ToDoubleFunction<RunResult> figure) {
      return Estimate.of(
          runs.stream().mapToDouble(figure).toArray(), first().json().data().testImages());
    }

    /**
     * Returns the time of the fastest run in seconds: other work on the machine only slows them.
     */
    double fastestSeconds() {
      return runs.stream().mapToDouble(run -> run.json().seconds()).min().orElseThrow();
    }

    /** Returns the test accuracy after the last epoch, over the seeds. */
    Estimate finalTestAccuracy() {
      return estimate(run -> run.last().testAccuracy());
    }
  }

  /** Returns an experiment's title, with its name if another has the same title. */
  String title(Series which) {
    String title = Markdown.plain(which.experiment().title());
    long same =
        series.stream()
            .filter(each -> Markdown.plain(each.experiment().title()).equals(title))
            .count();
    return same <= 1 ? title : "%s (%s)".formatted(title, which.name());
  }

  /** Returns the variants of an experiment. */
  List<Series> variants(Series base) {
    return variants.stream()
        .filter(each -> each.experiment().variantOf().equals(base.name()))
        .toList();
  }

  /** Returns the experiments and their variants. */
  Stream<Series> all() {
    return Stream.concat(series.stream(), variants.stream());
  }

  /** Returns the data set of all the runs. */
  RunJson.Data data() {
    return series.get(0).first().json().data();
  }

  /** Returns whether the data is MNIST's own content: what the note's figures are about. */
  boolean isMnist() {
    return data().name().equals("MNIST");
  }

  /** Returns whether the runs were measured on held-out training images. */
  boolean isValidation() {
    return series.get(0).experiment().validation() > 0;
  }

  /** Returns the note's model whose figures stand beside an experiment's; none without MNIST. */
  Optional<String> published(Series series) {
    return series.published().filter(model -> isMnist());
  }

  /**
   * Returns the experiment that is the note's model as the note states it: of those that are
   * compared with it, the first without augmentation, of which the note says nothing.
   */
  Optional<Series> model(String model) {
    return series.stream()
        .filter(each -> each.published().filter(model::equals).isPresent())
        .min(Comparator.comparing(Series::isAugmented));
  }

  /** Returns the models whose published curves can be drawn: a line takes two epochs. */
  List<String> dashedModels(Published published) {
    return Published.MODELS.stream()
        .filter(model -> isMnist() && lastEpoch() > 1)
        .filter(model -> model(model).isPresent() && !published.table(model).isEmpty())
        .toList();
  }

  /** Returns the most epochs of any run. */
  int lastEpoch() {
    return series.stream().mapToInt(each -> each.experiment().epochs()).max().orElseThrow();
  }

  /** Returns whether an experiment's figures may stand against the note's. */
  boolean isComparable(Series series) {
    return isMnist() && series.experiment().epochs() == Published.EPOCHS;
  }

  /** Returns the experiments by their course of learning rate and momentum. */
  List<List<Series>> byRates() {
    Map<List<Double>, List<Series>> courses = new LinkedHashMap<>();
    for (Series each : series) {
      List<Double> rates =
          each.first().epochs().stream()
              .flatMap(epoch -> Stream.of(epoch.learningRate(), epoch.momentum()))
              .toList();
      courses.computeIfAbsent(rates, key -> new ArrayList<>()).add(each);
    }
    return List.copyOf(courses.values());
  }

  /** Returns whether an experiment has several seeds. */
  boolean hasSeveralSeeds() {
    return series.stream().anyMatch(each -> each.runs().size() > 1);
  }

  /** Returns how sure the models are, of each experiment whose runs tell it. */
  List<Calibration> calibrations() {
    return series.stream().map(Calibration::of).flatMap(Optional::stream).toList();
  }

  /** Returns all the runs. */
  Stream<RunResult> runs() {
    return all().flatMap(each -> each.runs().stream());
  }

  /**
   * Returns the experiment with the highest mean final test accuracy, the first by name of equals.
   */
  Series best() {
    return series.stream()
        .max(
            Comparator.comparingDouble((Series each) -> each.finalTestAccuracy().mean())
                .thenComparing(Series::name, Comparator.reverseOrder()))
        .orElseThrow();
  }
}
