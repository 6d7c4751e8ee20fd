package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.interval;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.bold;
import static org.tinymnist.report.Markdown.code;
import static org.tinymnist.report.Markdown.escape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinymnist.report.Comparison.Errors;
import org.tinymnist.report.Markdown.Table;
import org.tinymnist.report.Published.Span;
import org.tinymnist.report.Results.Series;

/** The report's section of what many seeds and the variants show. */
final class StudyText {
  private final Results results;
  private final Published published;

  StudyText(Results results, Published published) {
    this.results = results;
    this.published = published;
  }

  String write() {
    String text =
        Stream.of(seeds(), pairs(), errors(), variants(), leftOut())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("\n"));
    return text.isEmpty()
        ? ""
        : """
          ## Seeds and variants

          %s
          Final test accuracy: small dots are seeds, large ones their mean with its 95 %% interval, \
          diamonds are published. Variants stand below what they vary.

          %s"""
            .formatted(
                ReportText.picture(
                    ChartFile.FINAL_ACCURACY, "Final test accuracy of every experiment"),
                text);
  }

  /** Shows how the seeds scatter, and where the published figure lies among them. */
  private String seeds() {
    List<Series> several =
        results.series().stream()
            .filter(each -> each.finalTestAccuracy().hasEnoughSeeds())
            .toList();
    if (several.isEmpty()) {
      return "";
    }
    Table table =
        new Table()
            .left("Experiment")
            .right("Seeds", "Mean [95 % interval]", "Deviation", "Lowest", "Highest")
            .right("Published", "Reached in", "Expected in one run of");
    for (Series series : several) {
      Estimate estimate = series.finalTestAccuracy();
      double[] ends = series.runs().stream().mapToDouble(StudyText::test).sorted().toArray();
      Optional<Span> figure =
          results
              .published(series)
              .filter(model -> results.isComparable(series))
              .map(published::finalTestAccuracy);
      table.row(
          escape(results.title(series)),
          count(estimate.seeds()),
          interval(estimate),
          Format.hundredths(estimate.deviation()),
          percent(ends[0]),
          percent(ends[ends.length - 1]),
          figure.map(Format::percent).orElse(Format.NOTHING),
          figure.map(span -> reached(span, series)).orElse(Format.NOTHING),
          figure.map(span -> expected(span, estimate)).orElse(Format.NOTHING));
    }
    return """
        ### Final test accuracy

        %s
        *Reached in*: the seeds that end at the published figure or above it. *Expected in one run \
        of*: how many runs it takes, by Student's *t*, for one to do so; a range is reached at its \
        lower end.
        """
        .formatted(table);
  }

  private static String reached(Span figure, Series series) {
    long reached = series.runs().stream().filter(run -> test(run) >= figure.low()).count();
    return "%s of %s".formatted(reached, series.runs().size());
  }

  private static String expected(Span figure, Estimate estimate) {
    double runs = 1 / estimate.pOfReaching(figure.low());
    return runs < 10
        ? Format.number(Math.round(10 * runs) / 10.0)
        : runs < 1e6 ? count(Math.round(runs)) : "> 1,000,000";
  }

  private String pairs() {
    List<Pair> pairs =
        pairs((first, second) -> Comparison.ofAccuracy(first, second).map(Comparison::p));
    if (pairs.isEmpty()) {
      return "";
    }
    Table table =
        new Table()
            .left("First", "Second")
            .right("Seeds of both", "First − second [95 % interval]", "*p*");
    for (Pair pair : pairs) {
      Comparison comparison = Comparison.ofAccuracy(pair.first, pair.second).orElseThrow();
      table.row(
          code(pair.first.name()),
          code(pair.second.name()),
          count(comparison.difference().seeds()),
          interval(comparison),
          p(pair.p));
    }
    return """
        ### Experiments compared

        Differences of the final test accuracy in points, seed by seed; *t*-test of the pairs, \
        corrected after Holm for the %s of this table.

        %s"""
        .formatted(count(pairs.size(), "test"), table);
  }

  /** Two experiments, and the corrected p-value of a test between them. */
  private record Pair(Series first, Series second, double p) {}

  private interface Test {
    Optional<Double> p(Series first, Series second);
  }

  private List<Pair> pairs(Test test) {
    List<Pair> pairs = new ArrayList<>();
    List<Series> series = results.series();
    for (int i = 0; i < series.size(); i++) {
      for (int j = i + 1; j < series.size(); j++) {
        Series first = series.get(i);
        Series second = series.get(j);
        test.p(first, second).ifPresent(p -> pairs.add(new Pair(first, second, p)));
      }
    }
    return corrected(pairs, Pair::p, (pair, p) -> new Pair(pair.first, pair.second, p));
  }

  private interface Correction<T> {
    T with(T value, double p);
  }

  private static <T> List<T> corrected(
      List<T> tests, ToDoubleFunction<T> p, Correction<T> correction) {
    double[] values = Comparison.holm(tests.stream().mapToDouble(p).toArray());
    List<T> corrected = new ArrayList<>();
    for (T test : tests) {
      corrected.add(correction.with(test, values[corrected.size()]));
    }
    return corrected;
  }

  private String errors() {
    List<Pair> pairs =
        pairs(
            (first, second) ->
                sameSeed(first, second).map(seed -> errors(first, second, seed).p()));
    if (pairs.isEmpty()) {
      return "";
    }
    Table table =
        new Table()
            .left("First", "Second")
            .right("Seed", "Only the first errs", "Only the second", "Both", "*p*");
    for (Pair pair : pairs) {
      long seed = sameSeed(pair.first, pair.second).orElseThrow();
      Errors errors = errors(pair.first, pair.second, seed);
      table.row(
          code(pair.first.name()),
          code(pair.second.name()),
          Long.toString(seed),
          count(errors.onlyFirst()),
          count(errors.onlySecond()),
          count(errors.both()),
          p(pair.p));
    }
    return """
        ### Errors of two models

        Test images that one model of the lowest seed gets wrong and the other right; McNemar's \
        exact test that both err equally often, corrected after Holm. It speaks of these two models, \
        not of what other seeds would give.

        %s"""
        .formatted(table);
  }

  private static Optional<Long> sameSeed(Series first, Series second) {
    return first.runs().stream()
        .map(RunResult::seed)
        .filter(seed -> second.seed(seed).isPresent())
        .findFirst();
  }

  private static Errors errors(Series first, Series second, long seed) {
    return Errors.of(first.seed(seed).orElseThrow(), second.seed(seed).orElseThrow());
  }

  /** A variant beside what it varies; without a difference if there are too few seeds. */
  private record Variant(Series series, Series base, Optional<Comparison> change, double p) {}

  private String variants() {
    if (results.variants().isEmpty()) {
      return "";
    }
    List<Variant> variants =
        results.series().stream()
            .flatMap(
                base ->
                    results.variants(base).stream()
                        .map(
                            each -> {
                              Optional<Comparison> change = Comparison.ofAccuracy(each, base);
                              double p = change.map(Comparison::p).orElse(1.0);
                              return new Variant(each, base, change, p);
                            }))
            .toList();
    List<Variant> tested =
        corrected(
            variants.stream().filter(each -> each.change.isPresent()).toList(),
            Variant::p,
            (each, p) -> new Variant(each.series, each.base, each.change, p));
    Table table =
        new Table()
            .left("Variant", "of", "What is different")
            .right("Seeds", "Test accuracy", "Difference [95 % interval]", "*p*");
    for (Variant variant : variants) {
      Optional<Variant> test =
          tested.stream().filter(each -> each.series.equals(variant.series)).findFirst();
      table.row(
          code(variant.series.name()),
          code(variant.base.name()),
          Settings.of(variant.series).describeDifferences(Settings.of(variant.base)),
          count(variant.series.runs().size()),
          percent(variant.series.finalTestAccuracy()),
          variant.change.map(Format::interval).orElse(Format.NOTHING),
          test.map(each -> p(each.p)).orElse(Format.NOTHING));
    }
    return """
        ### Variants

        Each variant of an experiment, of `experiments/ablations/` or `experiments/record/`, beside what \
        it varies: points of final test accuracy, over the seeds of both; paired *t*-test, corrected after Holm for the %s of \
        this table. A difference in bold is beyond chance; one that is not may still be there, and \
        would take more seeds.

        %s"""
        .formatted(count(tested.size(), "test"), table);
  }

  private static String p(double p) {
    String text = Format.p(p);
    return p < Findings.LEVEL ? bold(text) : text;
  }

  /** The figures of a model that the note gives after the first and the last epoch. */
  private record Figure(
      String title, ToDoubleFunction<RunResult> measured, Function<String, Span> published) {}

  private List<Figure> figures() {
    return List.of(
        new Figure(
            "Train, epoch 1",
            run -> run.first().trainAccuracy(),
            model -> exactly(published.table(model).get(0).trainAccuracy())),
        new Figure(
            "Test, epoch 1",
            run -> run.first().testAccuracy(),
            model -> exactly(published.table(model).get(0).testAccuracy())),
        new Figure(
            "Train, end",
            run -> run.last().trainAccuracy(),
            model -> exactly(last(model).trainAccuracy())),
        new Figure("Test, end", StudyText::test, model -> published.finalTestAccuracy(model)));
  }

  private Published.Epoch last(String model) {
    return published.table(model).get(Published.EPOCHS - 1);
  }

  private static Span exactly(double value) {
    return new Span(value, value);
  }

  /** Looks for the ingredients that give the published figures. */
  private String leftOut() {
    String models =
        Published.MODELS.stream()
            .map(model -> results.model(model).map(base -> reproductions(model, base)).orElse(""))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("\n"));
    return models.isEmpty() || !results.isMnist()
        ? ""
        : """
          ### What the note leaves out

          The note mentions neither that OneCycleLR cycles the momentum nor any augmentation. Which \
          of them give its figures? A measured mean is bold where the published figure is one that \
          a further run could well give: within the interval that holds 95 %% of such runs, which \
          takes %s seeds.

          %s"""
            .formatted(Estimate.ENOUGH_SEEDS, models);
  }

  private String reproductions(String model, Series base) {
    List<Series> candidates =
        results
            .all()
            .filter(results::isComparable)
            .filter(
                each ->
                    each.published().filter(model::equals).isPresent()
                        || base.name().equals(each.experiment().variantOf()))
            .toList();
    if (candidates.size() < 2) {
      return "";
    }
    boolean hasTable = !published.table(model).isEmpty();
    List<Figure> figures =
        figures().stream().filter(each -> hasTable || each.title.equals("Test, end")).toList();
    Table table = new Table().left("Experiment", "Momentum", "Augmentation");
    figures.forEach(figure -> table.right(figure.title));
    table.right("Agree");
    List<String> cells = new ArrayList<>(List.of("*published*", "?", "?"));
    figures.forEach(figure -> cells.add("*%s*".formatted(percent(figure.published.apply(model)))));
    cells.add("");
    table.row(cells);
    List<String> all = new ArrayList<>();
    for (Series series : candidates) {
      Settings settings = Settings.of(series);
      List<String> row =
          new ArrayList<>(
              List.of(
                  code(series.name()),
                  settings.get(Settings.MOMENTUM),
                  settings.get(Settings.AUGMENTATION)));
      int agreeing = 0;
      boolean enough = true;
      for (Figure figure : figures) {
        Estimate estimate = series.estimate(figure.measured);
        enough = estimate.hasEnoughSeeds();
        boolean agrees = enough && agrees(estimate, figure.published.apply(model));
        agreeing += agrees ? 1 : 0;
        row.add(agrees ? bold(percent(estimate)) : percent(estimate));
      }
      row.add(enough ? "%s of %s".formatted(agreeing, figures.size()) : Format.NOTHING);
      table.row(row);
      if (agreeing == figures.size()) {
        all.add(code(series.name()));
      }
    }
    boolean told = candidates.stream().anyMatch(each -> each.finalTestAccuracy().hasEnoughSeeds());
    String conclusion =
        !told
            ? ""
            : all.isEmpty()
                ? "\nNone gives all the figures. %s\n"
                    .formatted(nearest(candidates, figures, model))
                : "\nAll the figures are given by %s.\n".formatted(String.join(", ", all));
    return "#### %s\n\n%s%s".formatted(Published.title(model), table, conclusion);
  }

  private static String nearest(List<Series> candidates, List<Figure> figures, String model) {
    ToDoubleFunction<Series> distance =
        series ->
            figures.stream()
                .mapToDouble(
                    figure ->
                        Math.abs(
                            series
                                .estimate(figure.measured)
                                .distance(figure.published.apply(model))))
                .average()
                .orElseThrow();
    Series nearest = candidates.stream().min(Comparator.comparingDouble(distance)).orElseThrow();
    return "The nearest is %s, %s points off on average."
        .formatted(code(nearest.name()), Format.hundredths(distance.applyAsDouble(nearest)));
  }

  private static boolean agrees(Estimate estimate, Span figure) {
    return Math.abs(estimate.distance(figure)) <= estimate.halfWidthOfARun();
  }

  private static double test(RunResult run) {
    return run.last().testAccuracy();
  }
}
