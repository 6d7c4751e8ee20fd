package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.interval;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Format.points;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tinymnist.report.Estimate.Order;
import org.tinymnist.report.Published.Span;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Epoch;

/**
 * The published note's claims, each with the verdict of the measured runs.
 *
 * <p>A verdict that rests on a test takes a p-value below {@link #LEVEL} after correction for all
 * the tests of these claims.
 */
final class Findings {
  /** Of the corrected p-values from which on something counts as no chance. */
  static final double LEVEL = 0.05;

  /** "A 5 % accuracy boost" is taken as what rounds to 5 points. */
  private static final Span BOOST = new Span(0.045, 0.055);

  private static final String MODEL_1 = "model-1";
  private static final String MODEL_2 = "model-2";
  private static final String MODEL_3 = "model-3";

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
   * @param published the note's figures for it
   * @param measured the same figures here
   * @param verdict what the runs say
   * @param evidence why, as Markdown
   */
  record Finding(
      String claim, String published, String measured, Verdict verdict, String evidence) {}

  /**
   * What the runs show, before it is known how many other tests there are.
   *
   * @param p of the test that decides; empty if none does
   * @param significant the verdict if the test finds something
   * @param otherwise the verdict if it does not, or if there is none
   */
  record Outcome(
      OptionalDouble p, Verdict significant, Verdict otherwise, String measured, String evidence) {

    static Outcome of(Verdict verdict, String measured, String evidence) {
      return new Outcome(OptionalDouble.empty(), verdict, verdict, measured, evidence);
    }

    static Outcome tested(
        double p, Verdict significant, Verdict otherwise, String measured, String evidence) {
      return new Outcome(OptionalDouble.of(p), significant, otherwise, measured, evidence);
    }

    /**
     * Of a published figure that is a single run's. The correction makes it harder to find a
     * difference, which must not make it easier to agree.
     */
    static Outcome ofARun(double p, String measured, String evidence) {
      Verdict otherwise = p < LEVEL ? Verdict.OPEN : Verdict.HOLDS;
      return tested(p, Verdict.DOES_NOT_HOLD, otherwise, measured, evidence);
    }
  }

  private record Claim(String text, String published, Outcome outcome) {

    Finding decided(OptionalDouble p) {
      boolean significant = p.isPresent() && p.getAsDouble() < LEVEL;
      String test = p.isPresent() ? " (*p* %s)".formatted(Format.p(p.getAsDouble())) : "";
      return new Finding(
          text,
          published,
          outcome.measured,
          significant ? outcome.significant : outcome.otherwise,
          (outcome.evidence + test).strip());
    }
  }

  /** Returns all findings in the note's order. */
  static List<Finding> of(Results results, Published published) {
    List<Claim> claims = new Findings(results, published).claims();
    double[] p = claims.stream().flatMapToDouble(claim -> claim.outcome.p.stream()).toArray();
    Iterator<Double> corrected = Arrays.stream(Comparison.holm(p)).iterator();
    List<Finding> findings = new ArrayList<>();
    for (Claim claim : claims) {
      findings.add(
          claim.decided(
              claim.outcome.p.isPresent()
                  ? OptionalDouble.of(corrected.next())
                  : OptionalDouble.empty()));
    }
    return findings;
  }

  private List<Claim> claims() {
    return List.of(
        improvement(),
        boost(),
        fasterConvergence(),
        annealing(),
        reaches99(),
        staysAbove99(),
        dropout(),
        regularization(),
        withoutMomentum(),
        parameters(),
        expectedAccuracy(),
        end(MODEL_1, "test", testEnd(MODEL_1), run -> run.last().testAccuracy()),
        end(MODEL_1, "train", trainEnd(MODEL_1), run -> run.last().trainAccuracy()),
        end(MODEL_2, "test", testEnd(MODEL_2), run -> run.last().testAccuracy()),
        end(MODEL_3, "test", testEnd(MODEL_3), run -> run.last().testAccuracy()),
        end(MODEL_3, "train", trainEnd(MODEL_3), run -> run.last().trainAccuracy()));
  }

  private Claim improvement() {
    return claim(
        "OneCycleLR improves accuracy dramatically, from Model 3 to Models 2 and 1",
        "%s → %s and %s"
            .formatted(
                percent(testEnd(MODEL_3)), percent(testEnd(MODEL_2)), percent(testEnd(MODEL_1))),
        () -> {
          List<Optional<Comparison>> gains =
              Stream.of(MODEL_2, MODEL_1).map(model -> compare(model, MODEL_3)).toList();
          String measured =
              "%s → %s and %s"
                  .formatted(
                      percent(accuracy(MODEL_3)),
                      percent(accuracy(MODEL_2)),
                      percent(accuracy(MODEL_1)));
          if (!gains.stream().allMatch(Optional::isPresent)) {
            List<Order> orders =
                Stream.of(MODEL_2, MODEL_1)
                    .map(model -> accuracy(model).clearlyAgainst(accuracy(MODEL_3)))
                    .toList();
            Verdict verdict =
                orders.contains(Order.LOWER)
                    ? Verdict.DOES_NOT_HOLD
                    : orders.contains(Order.UNDECIDED) ? Verdict.OPEN : Verdict.HOLDS;
            return Outcome.of(verdict, measured, few(verdict));
          }
          List<Comparison> both = gains.stream().map(Optional::orElseThrow).toList();
          List<Comparison> losses = both.stream().filter(each -> each.mean() < 0).toList();
          // Both have to be better, so the weaker test decides; one that is worse is enough
          // against.
          double p =
              (losses.isEmpty() ? both : losses)
                  .stream().mapToDouble(Comparison::p).max().orElseThrow();
          return Outcome.tested(
              p,
              losses.isEmpty() ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
              Verdict.OPEN,
              measured,
              "Gains of %s and %s points.".formatted(interval(both.get(0)), interval(both.get(1))));
        },
        MODEL_1,
        MODEL_2,
        MODEL_3);
  }

  private Claim boost() {
    return claim(
        "OneCycleLR gives a 5 % accuracy boost",
        points(testEnd(MODEL_1).low() - testEnd(MODEL_3).low()) + " points",
        () -> {
          String difference =
              points(accuracy(MODEL_1).mean() - accuracy(MODEL_3).mean()) + " points";
          return compare(MODEL_1, MODEL_3)
              .map(Findings::boost)
              .orElseGet(
                  () -> {
                    boolean lower =
                        accuracy(MODEL_1).clearlyAgainst(accuracy(MODEL_3)) == Order.LOWER;
                    Verdict verdict = lower ? Verdict.DOES_NOT_HOLD : Verdict.OPEN;
                    return Outcome.of(verdict, difference, few(verdict));
                  });
        },
        MODEL_1,
        MODEL_3);
  }

  /**
   * Judges the boost: it holds if there is one and 5 points are not excluded, in part if there is
   * one of another size.
   */
  static Outcome boost(Comparison gain) {
    String measured = interval(gain) + " points";
    if (gain.mean() <= 0) {
      return Outcome.tested(gain.p(), Verdict.DOES_NOT_HOLD, Verdict.OPEN, measured, "");
    }
    boolean excluded = gain.low() > BOOST.high() || gain.high() < BOOST.low();
    return Outcome.tested(
        gain.p(),
        excluded ? Verdict.HOLDS_IN_PART : Verdict.HOLDS,
        Verdict.OPEN,
        measured,
        excluded
            ? "There is a gain, but not of 5 points as rounded."
            : "The interval has room for 5 points as rounded.");
  }

  private Claim fasterConvergence() {
    return claim(
        "OneCycleLR makes convergence faster",
        "epochs to 90 %: 1 and 8–10 against 17",
        () -> {
          double[] with =
              Stream.of(MODEL_1, MODEL_2)
                  .flatMapToDouble(model -> Arrays.stream(series(model).epochsTo(0.9)))
                  .sorted()
                  .toArray();
          double[] without = series(MODEL_3).epochsTo(0.9);
          return Outcome.of(
              faster(with, without),
              "epochs to 90 %%: %s against %s".formatted(range(with), range(without)),
              "The slowest run of Models 1 and 2 against the fastest of Model 3.");
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
    return with[0] > without[without.length - 1] ? Verdict.DOES_NOT_HOLD : Verdict.OPEN;
  }

  private Claim annealing() {
    return claim(
        "The cosine annealing strategy works well",
        Format.NOTHING,
        () -> {
          Optional<Series> linear =
              results.variants(series(MODEL_1)).stream()
                  .filter(each -> isSameButFor(Settings.LEARNING_RATE, each, MODEL_1))
                  .filter(each -> each.experiment().schedule().oneCycle() != null)
                  .filter(each -> each.experiment().schedule().oneCycle().anneal().equals("linear"))
                  .findFirst();
          return linear
              .map(
                  each ->
                      gain(
                          Comparison.ofAccuracy(series(MODEL_1), each),
                          "over linear annealing",
                          "no better and no worse than linear annealing"))
              .orElse(
                  Outcome.of(
                      Verdict.NOT_MEASURED, Format.NOTHING, "No run here anneals in another way."));
        },
        MODEL_1);
  }

  /** Judges what is said to be good: better holds, worse does not, no different holds in part. */
  private static Outcome gain(Optional<Comparison> gain, String over, String negligible) {
    if (gain.isEmpty()) {
      return Outcome.of(Verdict.OPEN, Format.NOTHING, few(Verdict.OPEN));
    }
    Comparison found = gain.get();
    return Outcome.tested(
        found.p(),
        found.mean() > 0 ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
        found.isNegligible() ? Verdict.HOLDS_IN_PART : Verdict.OPEN,
        "%s points %s".formatted(interval(found), over),
        found.isNegligible() ? "To 0.1 points it is %s.".formatted(negligible) : "");
  }

  private Claim reaches99() {
    return claim(
        "Model 1 reaches 99 % test accuracy by epoch " + REACHED_99_BY,
        "epoch 4: 99.07 %",
        () -> {
          Series runs = series(MODEL_1);
          Estimate highest =
              runs.estimate(run -> testAccuracies(run).limit(REACHED_99_BY).max().orElseThrow());
          double[] epochs = runs.epochsTo(0.99);
          long reached = Arrays.stream(epochs).filter(epoch -> epoch <= REACHED_99_BY).count();
          Verdict verdict = inSeeds(reached, highest, 0.99);
          return Outcome.of(
              verdict,
              "%s; first at 99 %% in epoch %s".formatted(seeds(reached, runs), range(epochs)),
              "Highest of the first %s epochs: %s.%s"
                  .formatted(REACHED_99_BY, percent(highest), fewer(verdict, runs)));
        },
        MODEL_1);
  }

  private Claim staysAbove99() {
    return claim(
        "Model 1 stays above 99 % from epoch " + ABOVE_99_FROM + " on",
        "lowest: 99.13 %",
        () -> {
          Series runs = series(MODEL_1);
          ToDoubleFunction<RunResult> lowest =
              run -> testAccuracies(run).skip(ABOVE_99_FROM - 1).min().orElseThrow();
          long above = runs.runs().stream().filter(run -> lowest.applyAsDouble(run) > 0.99).count();
          Verdict verdict = inSeeds(above, runs.estimate(lowest), 0.99);
          return Outcome.of(
              verdict,
              seeds(above, runs),
              "Lowest from epoch %s on: %s.%s"
                  .formatted(ABOVE_99_FROM, percent(runs.estimate(lowest)), fewer(verdict, runs)));
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
      return verdict(value.clearlyAgainst(Estimate.exactly(bound)));
    }
    if (holding == value.seeds()) {
      return Verdict.HOLDS;
    }
    return holding == 0 ? Verdict.DOES_NOT_HOLD : Verdict.HOLDS_IN_PART;
  }

  private Claim dropout() {
    return claim(
        "Dropout hinders this small model",
        "%s → %s with dropout".formatted(percent(testEnd(MODEL_1)), percent(testEnd(MODEL_2))),
        () -> {
          String measured =
              "%s → %s".formatted(percent(accuracy(MODEL_1)), percent(accuracy(MODEL_2)));
          Optional<Comparison> gain = compare(MODEL_1, MODEL_2);
          if (gain.isEmpty()) {
            Verdict verdict = verdict(accuracy(MODEL_1).clearlyAgainst(accuracy(MODEL_2)));
            return Outcome.of(verdict, measured, few(verdict));
          }
          return Outcome.tested(
              gain.get().p(),
              gain.get().mean() > 0 ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
              gain.get().isNegligible() ? Verdict.DOES_NOT_HOLD : Verdict.OPEN,
              measured,
              "%s points without it.".formatted(interval(gain.get())));
        },
        MODEL_1,
        MODEL_2);
  }

  /** Sufficient means that no other regularization here, added to Model 1, raises its accuracy. */
  private Claim regularization() {
    return claim(
        "Label smoothing and BatchNorm regularize enough",
        "99.48 % without any other",
        () -> {
          Series plain = series(MODEL_1);
          List<Series> added =
              results
                  .all()
                  .filter(results::isComparable)
                  .filter(
                      each ->
                          isSameButFor(Settings.AUGMENTATION, each, MODEL_1)
                              || isSameButFor(Settings.DROPOUT, each, MODEL_1))
                  .toList();
          List<Comparison> gains =
              added.stream()
                  .map(each -> Comparison.ofAccuracy(each, plain))
                  .flatMap(Optional::stream)
                  .toList();
          if (gains.size() < added.size() || gains.isEmpty()) {
            return added.isEmpty()
                ? Outcome.of(
                    Verdict.NOT_MEASURED,
                    Format.NOTHING,
                    "No run here adds dropout or augmentation to Model 1.")
                : Outcome.of(Verdict.OPEN, Format.NOTHING, few(Verdict.OPEN));
          }
          String measured =
              added.stream()
                  .map(
                      each ->
                          "%s points with %s"
                              .formatted(
                                  interval(gains.get(added.indexOf(each))),
                                  Markdown.code(each.name())))
                  .collect(Collectors.joining("; "));
          // One that helps is enough against: the smallest of several p-values, Bonferroni's way.
          double p =
              gains.stream()
                  .filter(each -> each.mean() > 0)
                  .mapToDouble(each -> Math.min(1, gains.size() * each.p()))
                  .min()
                  .orElse(1);
          boolean none = gains.stream().allMatch(each -> each.high() < Comparison.NEGLIGIBLE);
          return Outcome.tested(
              p,
              Verdict.DOES_NOT_HOLD,
              none ? Verdict.HOLDS : Verdict.OPEN,
              measured,
              withoutSmoothing(plain));
        },
        MODEL_1);
  }

  private String withoutSmoothing(Series plain) {
    return results.variants(plain).stream()
        .filter(each -> isSameButFor(Settings.LABEL_SMOOTHING, each, MODEL_1))
        .filter(each -> each.experiment().labelSmoothing() == 0)
        .map(each -> Comparison.ofAccuracy(each, plain))
        .flatMap(Optional::stream)
        .map(change -> "Without label smoothing: %s points.".formatted(interval(change)))
        .findFirst()
        .orElse("");
  }

  /** The note's optimizer has no momentum; its scheduler sets one, unless it is told not to. */
  private Claim withoutMomentum() {
    List<Published.Epoch> table = published.table(MODEL_1);
    double first = table.get(0).testAccuracy();
    return claim(
        "Model 1 is trained by SGD without momentum",
        "%s after epoch 1, %s at the end".formatted(percent(first), percent(testEnd(MODEL_1))),
        () -> {
          Optional<Series> literal =
              results.variants(series(MODEL_1)).stream()
                  .filter(each -> isSameButFor(Settings.MOMENTUM, each, MODEL_1))
                  .filter(each -> Settings.of(each).get(Settings.MOMENTUM).equals(Settings.NONE))
                  .findFirst();
          if (literal.isEmpty()) {
            return Outcome.of(
                Verdict.NOT_MEASURED, Format.NOTHING, "No run here is Model 1 without momentum.");
          }
          Estimate start = literal.get().estimate(run -> run.first().testAccuracy());
          Estimate end = literal.get().finalTestAccuracy();
          String measured =
              "%s after epoch 1, %s at the end".formatted(percent(start), percent(end));
          if (!start.hasEnoughSeeds()) {
            boolean differs = start.clearlyAgainst(Estimate.exactly(first)) != Order.UNDECIDED;
            Verdict verdict = differs ? Verdict.DOES_NOT_HOLD : Verdict.OPEN;
            return Outcome.of(verdict, measured, few(verdict));
          }
          double p = 2 * Math.min(start.pOfRun(first), end.pOfRun(testEnd(MODEL_1).low()));
          return Outcome.ofARun(
              Math.min(1, p),
              measured,
              "Runs of %s, which has none.".formatted(Markdown.code(literal.get().name())));
        },
        MODEL_1);
  }

  private Claim parameters() {
    TreeSet<Integer> counts =
        results
            .runs()
            .map(run -> run.json().parameters())
            .collect(Collectors.toCollection(TreeSet::new));
    boolean holds = counts.equals(new TreeSet<>(List.of(PARAMETERS)));
    return new Claim(
        "The network has 7,784 parameters, under 8,000",
        count(PARAMETERS),
        Outcome.of(
            holds ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
            counts.stream().map(Format::count).collect(Collectors.joining(" and ")),
            "Counted in the trained graph."));
  }

  private Claim expectedAccuracy() {
    return claim(
        "Model 1: expect 99.4 %+ test accuracy",
        percent(EXPECTED_ACCURACY) + " or more",
        () -> {
          Series runs = series(MODEL_1);
          Estimate measured = accuracy(MODEL_1);
          if (!measured.hasEnoughSeeds()) {
            Verdict verdict = verdict(measured.clearlyAgainst(Estimate.exactly(EXPECTED_ACCURACY)));
            return Outcome.of(verdict, interval(measured), few(verdict));
          }
          long reached =
              runs.runs().stream()
                  .filter(run -> run.last().testAccuracy() >= EXPECTED_ACCURACY)
                  .count();
          return Outcome.tested(
              measured.pOfMean(EXPECTED_ACCURACY),
              measured.mean() > EXPECTED_ACCURACY ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
              reached == 0 ? Verdict.OPEN : Verdict.HOLDS_IN_PART,
              interval(measured),
              "The mean; it is reached in %s.".formatted(seeds(reached, runs)));
        },
        MODEL_1);
  }

  private Claim end(String model, String part, Span figure, ToDoubleFunction<RunResult> accuracy) {
    return claim(
        "%s ends at %s%s %s accuracy"
            .formatted(
                Published.title(model), figure.isRange() ? "about " : "", percent(figure), part),
        percent(figure),
        () -> end(series(model).estimate(accuracy), figure),
        model);
  }

  /**
   * Judges whether a published figure, a single run's, is one that the measured runs could give.
   */
  static Outcome end(Estimate measured, Span figure) {
    double distance = measured.distance(figure);
    if (distance == 0) {
      return Outcome.of(
          Verdict.HOLDS, interval(measured), figure.isRange() ? "Within the range." : "The same.");
    }
    double nearest = distance > 0 ? figure.high() : figure.low();
    String evidence = "%s points.".formatted(points(distance));
    if (!measured.hasEnoughSeeds()) {
      boolean differs = measured.clearlyAgainst(Estimate.exactly(nearest)) != Order.UNDECIDED;
      boolean agrees = Math.abs(distance) <= measured.spread();
      Verdict verdict = differs ? Verdict.DOES_NOT_HOLD : agrees ? Verdict.HOLDS : Verdict.OPEN;
      return Outcome.of(
          verdict,
          interval(measured),
          agrees ? evidence + " No more than counting errs." : evidence + " " + few(verdict));
    }
    return Outcome.ofARun(
        measured.pOfRun(nearest),
        interval(measured),
        "%s One run in twenty lies outside ± %s."
            .formatted(evidence, Format.hundredths(measured.halfWidthOfARun())));
  }

  /** Decides a claim if all the models it speaks of were trained as the note trained them. */
  private Claim claim(String text, String figure, Supplier<Outcome> decide, String... models) {
    Optional<String> obstacle =
        Arrays.stream(models).map(this::obstacle).flatMap(Optional::stream).findFirst();
    return new Claim(
        text,
        figure,
        obstacle
            .map(reason -> Outcome.of(Verdict.NOT_MEASURED, Format.NOTHING, reason))
            .orElseGet(decide));
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

  private boolean isSameButFor(String setting, Series each, String model) {
    return Settings.of(each).differOnlyIn(setting, Settings.of(series(model)));
  }

  private Optional<Comparison> compare(String first, String second) {
    return Comparison.ofAccuracy(series(first), series(second));
  }

  private Estimate accuracy(String model) {
    return series(model).finalTestAccuracy();
  }

  private Series series(String model) {
    return results.model(model).orElseThrow();
  }

  private Span testEnd(String model) {
    return published.finalTestAccuracy(model);
  }

  private Span trainEnd(String model) {
    double accuracy = published.table(model).get(Published.EPOCHS - 1).trainAccuracy();
    return new Span(accuracy, accuracy);
  }

  private static Verdict verdict(Order order) {
    return switch (order) {
      case HIGHER -> Verdict.HOLDS;
      case LOWER -> Verdict.DOES_NOT_HOLD;
      case UNDECIDED -> Verdict.OPEN;
    };
  }

  /** Says why a verdict without a test is what it is. */
  private static String few(Verdict verdict) {
    return verdict == Verdict.OPEN
        ? "It takes %s seeds.".formatted(Estimate.ENOUGH_SEEDS)
        : "Too clear to need more seeds.";
  }

  private static String fewer(Verdict verdict, Series runs) {
    return runs.runs().size() < Estimate.ENOUGH_SEEDS ? " " + few(verdict) : "";
  }

  private static String seeds(long holding, Series series) {
    return "%s of %s".formatted(holding, count(series.runs().size(), "seed"));
  }

  private static DoubleStream testAccuracies(RunResult run) {
    return run.epochs().stream().mapToDouble(Epoch::testAccuracy);
  }

  private static String range(double[] epochs) {
    return Format.epochs(epochs[0], epochs[epochs.length - 1]);
  }
}
