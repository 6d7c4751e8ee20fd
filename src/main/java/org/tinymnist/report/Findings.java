package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Format.points;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tinymnist.report.Estimate.Order;
import org.tinymnist.report.Published.Span;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Epoch;

/** The published note's findings, each with the verdict of the measured runs. */
final class Findings {
  private static final String MODEL_1 = "model-1";
  private static final String MODEL_2 = "model-2";
  private static final String MODEL_3 = "model-3";

  /** "a 5 % accuracy boost" is taken as what rounds to 5 points. */
  private static final Span BOOST = new Span(0.045, 0.055);

  /** An accuracy agrees with another run's within this many standard errors ... */
  static final double AGREEING_ERRORS = 2;

  /** ... and within this many if there are too few seeds to know the spread between them. */
  static final double AGREEING_ERRORS_OF_FEW = 1;

  private static final int PARAMETERS = 7784;
  private static final double EXPECTED_ACCURACY = 0.994;
  private static final int REACHED_99_BY = 4;
  private static final int ABOVE_99_FROM = 6;

  private final Results results;
  private final Published published;

  private Findings(Results results, Published published) {
    this.results = results;
    this.published = published;
  }

  /**
   * A claim and what became of it.
   *
   * @param claim what the note says
   * @param verdict what the runs say
   * @param evidence the measured figures, as Markdown
   */
  record Finding(String claim, Verdict verdict, String evidence) {}

  /** Returns all findings in the note's order. */
  static List<Finding> of(Results results, Published published) {
    return new Findings(results, published).all();
  }

  private List<Finding> all() {
    return List.of(
        improvement(),
        boost(),
        fasterConvergence(),
        annealing(),
        reaches99(),
        staysAbove99(),
        dropout(),
        regularization(),
        parameters(),
        expectedAccuracy(),
        finalAccuracy(MODEL_1),
        finalAccuracy(MODEL_2),
        finalAccuracy(MODEL_3));
  }

  private Finding improvement() {
    return finding(
        "OneCycleLR improves accuracy dramatically, from Model 3 to Models 2 and 1",
        () -> {
          Estimate baseline = accuracy(MODEL_3);
          List<Order> orders =
              Stream.of(MODEL_1, MODEL_2).map(model -> accuracy(model).against(baseline)).toList();
          Verdict verdict =
              orders.contains(Order.LOWER)
                  ? Verdict.DOES_NOT_HOLD
                  : orders.contains(Order.UNDECIDED) ? Verdict.NEEDS_MORE_SEEDS : Verdict.HOLDS;
          return new Outcome(
              verdict,
              "%s (Model 1) and %s (Model 2) against %s (Model 3)."
                  .formatted(
                      percent(accuracy(MODEL_1)), percent(accuracy(MODEL_2)), percent(baseline)));
        },
        MODEL_1,
        MODEL_2,
        MODEL_3);
  }

  private Finding boost() {
    return finding(
        "OneCycleLR gives a 5 % accuracy boost",
        () -> {
          Estimate with = accuracy(MODEL_1);
          Estimate without = accuracy(MODEL_3);
          double difference = with.mean() - without.mean();
          double notes =
              published.finalTestAccuracy(MODEL_1).low()
                  - published.finalTestAccuracy(MODEL_3).low();
          return new Outcome(
              boost(with, without),
              "Model 1 over Model 3: %s points; the note's own figures: %s."
                  .formatted(points(difference), points(notes)));
        },
        MODEL_1,
        MODEL_3);
  }

  /** Returns the verdict on the size of a boost: few seeds can refute its sign only. */
  static Verdict boost(Estimate with, Estimate without) {
    if (with.against(without) == Order.LOWER) {
      return Verdict.DOES_NOT_HOLD;
    }
    if (!with.hasEnoughSeeds() || !without.hasEnoughSeeds()) {
      return Verdict.NEEDS_MORE_SEEDS;
    }
    double difference = with.mean() - without.mean();
    double outside = Math.max(BOOST.low() - difference, difference - BOOST.high());
    double error = Math.hypot(with.standardError(), without.standardError());
    if (outside > Estimate.STANDARD_ERRORS * error) {
      return Verdict.DOES_NOT_HOLD;
    }
    return outside <= 0 ? Verdict.HOLDS : Verdict.NEEDS_MORE_SEEDS;
  }

  private Finding fasterConvergence() {
    return finding(
        "OneCycleLR makes convergence faster",
        () -> {
          double[] with =
              Stream.of(MODEL_1, MODEL_2)
                  .flatMapToDouble(model -> Arrays.stream(series(model).epochsTo(0.9)))
                  .sorted()
                  .toArray();
          double[] without = series(MODEL_3).epochsTo(0.9);
          return new Outcome(
              faster(with, without),
              "Epochs to 90 %%: %s (Models 1 and 2) against %s (Model 3)."
                  .formatted(range(with), range(without)));
        },
        MODEL_1,
        MODEL_2,
        MODEL_3);
  }

  /**
   * Returns the verdict on whether the first need fewer epochs than the second. It takes a factor
   * of two between the slowest of the first and the fastest of the second.
   *
   * @param with epochs, ascending, infinite for never
   * @param without likewise
   */
  static Verdict faster(double[] with, double[] without) {
    double slowest = with[with.length - 1];
    if (Double.isFinite(slowest) && Estimate.CLEAR_RATIO * slowest <= without[0]) {
      return Verdict.HOLDS;
    }
    return with[0] > without[without.length - 1] ? Verdict.DOES_NOT_HOLD : Verdict.NEEDS_MORE_SEEDS;
  }

  private Finding annealing() {
    String others =
        names(
            each -> {
              RunJson.OneCycle schedule = each.experiment().schedule().oneCycle();
              return schedule != null && !schedule.anneal().equals("cos");
            });
    return new Finding(
        "The cosine annealing strategy works well",
        Verdict.NOT_MEASURED,
        others.isEmpty()
            ? "No run here anneals in another way."
            : "Annealed in another way: %s. This report does not compare them.".formatted(others));
  }

  private Finding reaches99() {
    return finding(
        "Model 1 reaches 99 % test accuracy by epoch " + REACHED_99_BY,
        () -> {
          Series runs = series(MODEL_1);
          Estimate highest =
              runs.estimate(run -> testAccuracies(run).limit(REACHED_99_BY).max().orElseThrow());
          double[] epochs = runs.epochsTo(0.99);
          long reached = Arrays.stream(epochs).filter(epoch -> epoch <= REACHED_99_BY).count();
          return new Outcome(
              inSeeds(reached, highest, 0.99),
              "First epoch at 99 %%: %s; highest test accuracy of the first %s epochs: %s.%s"
                  .formatted(range(epochs), REACHED_99_BY, percent(highest), seeds(reached, runs)));
        },
        MODEL_1);
  }

  private Finding staysAbove99() {
    return finding(
        "Model 1 stays above 99 % from epoch " + ABOVE_99_FROM + " on",
        () -> {
          Series runs = series(MODEL_1);
          ToDoubleFunction<RunResult> lowest =
              run -> testAccuracies(run).skip(ABOVE_99_FROM - 1).min().orElseThrow();
          long above = runs.runs().stream().filter(run -> lowest.applyAsDouble(run) > 0.99).count();
          return new Outcome(
              inSeeds(above, runs.estimate(lowest), 0.99),
              "Lowest test accuracy from epoch %s on: %s.%s"
                  .formatted(ABOVE_99_FROM, percent(runs.estimate(lowest)), seeds(above, runs)));
        },
        MODEL_1);
  }

  /**
   * Returns the verdict on what a run does or does not do: with enough seeds it is counted, with
   * fewer it takes a value that is clearly beyond the bound.
   *
   * @param holding seeds whose run does it
   * @param value the value that decides it in each run
   * @param bound what the value has to be above
   */
  static Verdict inSeeds(long holding, Estimate value, double bound) {
    if (!value.hasEnoughSeeds()) {
      return verdict(value.against(Estimate.exactly(bound)));
    }
    if (holding == value.seeds()) {
      return Verdict.HOLDS;
    }
    return holding == 0 ? Verdict.DOES_NOT_HOLD : Verdict.MIXED;
  }

  private Finding dropout() {
    return finding(
        "Dropout hinders this small model",
        () -> {
          Estimate without = accuracy(MODEL_1);
          Estimate with = accuracy(MODEL_2);
          return new Outcome(
              verdict(without.against(with)),
              "%s without dropout (Model 1), %s with it (Model 2): %s points."
                  .formatted(
                      percent(without), percent(with), points(without.mean() - with.mean())));
        },
        MODEL_1,
        MODEL_2);
  }

  private Finding regularization() {
    String unsmoothed = names(each -> each.experiment().labelSmoothing() == 0);
    String unnormalized =
        names(
            each ->
                each.first().json().network().stream()
                    .noneMatch(layer -> layer.type().contains("BatchNorm")));
    return new Finding(
        "Label smoothing and BatchNorm regularize enough",
        Verdict.NOT_MEASURED,
        trainedWithout("label smoothing", unsmoothed)
            + " "
            + trainedWithout("BatchNorm", unnormalized));
  }

  private static String trainedWithout(String what, String experiments) {
    return experiments.isEmpty()
        ? "No run here is trained without %s.".formatted(what)
        : "Trained without %s: %s; this report does not compare them.".formatted(what, experiments);
  }

  private Finding parameters() {
    TreeSet<Integer> counts =
        results
            .runs()
            .map(run -> run.json().parameters())
            .collect(Collectors.toCollection(TreeSet::new));
    boolean holds = counts.equals(new TreeSet<>(List.of(PARAMETERS)));
    return new Finding(
        "The network has 7,784 parameters, under 8,000",
        holds ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
        "Counted: "
            + counts.stream().map(Format::count).collect(Collectors.joining(" and "))
            + ".");
  }

  private Finding expectedAccuracy() {
    return finding(
        "Model 1: expect 99.4 %+ test accuracy",
        () -> {
          Estimate measured = accuracy(MODEL_1);
          return new Outcome(
              verdict(measured.against(Estimate.exactly(EXPECTED_ACCURACY))),
              "%s after the last epoch.".formatted(percent(measured)));
        },
        MODEL_1);
  }

  private Finding finalAccuracy(String model) {
    Span figure = published.finalTestAccuracy(model);
    return finding(
        "%s ends at %s%s"
            .formatted(Published.title(model), figure.isRange() ? "about " : "", percent(figure)),
        () -> {
          Estimate measured = accuracy(model);
          double distance = measured.distance(figure);
          Verdict verdict = agreement(measured, figure);
          String where =
              distance == 0
                  ? figure.isRange() ? "within the range" : "the same"
                  : points(distance)
                      + " points"
                      + (verdict == Verdict.HOLDS ? ", no more than chance" : "");
          return new Outcome(verdict, "%s: %s.".formatted(percent(measured), where));
        },
        model);
  }

  /** Returns the verdict on whether the measured accuracy agrees with a single published run's. */
  static Verdict agreement(Estimate measured, Span figure) {
    double distance = measured.distance(figure);
    double errors = Math.abs(distance) / measured.errorOfARun();
    if (distance == 0 || errors <= agreeingErrors(measured)) {
      return Verdict.HOLDS;
    }
    Estimate nearest = Estimate.exactly(distance > 0 ? figure.high() : figure.low());
    boolean differs =
        measured.hasEnoughSeeds()
            ? errors > Estimate.STANDARD_ERRORS
            : measured.against(nearest) != Order.UNDECIDED;
    return differs ? Verdict.DOES_NOT_HOLD : Verdict.NEEDS_MORE_SEEDS;
  }

  private static double agreeingErrors(Estimate measured) {
    return measured.hasEnoughSeeds() ? AGREEING_ERRORS : AGREEING_ERRORS_OF_FEW;
  }

  private record Outcome(Verdict verdict, String evidence) {}

  /** Decides a claim if all the models it speaks of were trained as the note trained them. */
  private Finding finding(String claim, Supplier<Outcome> decide, String... models) {
    Optional<String> obstacle =
        Arrays.stream(models).map(this::obstacle).flatMap(Optional::stream).findFirst();
    if (obstacle.isPresent()) {
      return new Finding(claim, Verdict.NOT_MEASURED, obstacle.get());
    }
    Outcome outcome = decide.get();
    return new Finding(claim, outcome.verdict(), outcome.evidence());
  }

  private Optional<String> obstacle(String model) {
    Optional<Series> series = results.model(model);
    if (series.isEmpty()) {
      return Optional.of("No run of %s.".formatted(Published.title(model)));
    }
    if (!results.isMnist()) {
      return Optional.of("The data is not MNIST.");
    }
    return results.isComparable(series.get())
        ? Optional.empty()
        : Optional.of(
            "%s was trained for %s here, for %s in the note."
                .formatted(
                    Published.title(model),
                    count(series.get().experiment().epochs(), "epoch"),
                    Published.EPOCHS));
  }

  private Estimate accuracy(String model) {
    return series(model).finalTestAccuracy();
  }

  private Series series(String model) {
    return results.model(model).orElseThrow();
  }

  private String names(Predicate<Series> which) {
    return results.series().stream()
        .filter(which)
        .map(each -> Markdown.code(each.name()))
        .collect(Collectors.joining(", "));
  }

  private static Verdict verdict(Order order) {
    return switch (order) {
      case HIGHER -> Verdict.HOLDS;
      case LOWER -> Verdict.DOES_NOT_HOLD;
      case UNDECIDED -> Verdict.NEEDS_MORE_SEEDS;
    };
  }

  /** Counts the seeds, if there are several. */
  private static String seeds(long holding, Series series) {
    int all = series.runs().size();
    return all == 1 ? "" : " It holds in %s of %s seeds.".formatted(holding, all);
  }

  private static DoubleStream testAccuracies(RunResult run) {
    return run.epochs().stream().mapToDouble(Epoch::testAccuracy);
  }

  private static String range(double[] epochs) {
    return Format.epochs(epochs[0], epochs[epochs.length - 1]);
  }
}
