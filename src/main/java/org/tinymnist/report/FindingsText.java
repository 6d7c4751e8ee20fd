package org.tinymnist.report;

import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Format.points;
import static org.tinymnist.report.Markdown.code;
import static org.tinymnist.report.Markdown.escape;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tinymnist.report.Findings.Finding;
import org.tinymnist.report.Markdown.Table;
import org.tinymnist.report.Results.Series;

/** The report's section of the note's findings, and of train against test accuracy. */
final class FindingsText {
  private final Results results;
  private final Published published;

  FindingsText(Results results, Published published) {
    this.results = results;
    this.published = published;
  }

  String write() {
    return "## The note's claims\n\n%s%s\n%s\n%s".formatted(models(), findings(), rule(), gap());
  }

  /** Says which experiments stand for the note's models. */
  private String models() {
    String models =
        Published.MODELS.stream()
            .flatMap(
                model ->
                    results.model(model).stream()
                        .map(each -> Published.title(model) + " is " + code(each.name())))
            .collect(Collectors.joining(", "));
    return models.isEmpty() ? "" : "Here, %s.\n\n".formatted(models);
  }

  private Table findings() {
    Table table = new Table().left("The note says", "Published", "Measured", "Verdict", "Evidence");
    for (Finding finding : Findings.of(results, published)) {
      table.row(
          finding.claim(),
          finding.published(),
          finding.measured(),
          finding.verdict().text(),
          finding.evidence());
    }
    return table;
  }

  private static String rule() {
    return Markdown.details(
        "How a verdict is found",
        false,
        """
        Brackets hold the 95 %% interval of a mean over the seeds, by Student's *t*. Every run is \
        tested on the same images, so that only the seeds make it vary.

        * Two experiments differ if a *t*-test of their differences, paired by seed, finds it: a \
        *p*-value under %1$s after Holm's correction for all the tests in this table. The values \
        shown are corrected.
        * What is said to help holds if it does so beyond chance, does not hold if it harms, and \
        holds in part if the whole interval of the difference is within %2$s points of none. \
        Regularization is enough if no other kind, added to Model 1, raises its accuracy; it takes \
        an interval that ends below %2$s points for each to say so.
        * The boost holds if there is one and its interval meets 4.5 to 5.5 points, in part if it \
        does not.
        * A published figure is a single run's. It does not hold if one more run of ours would \
        hardly land so far away: a test by Student's *t* for one new value. It holds if not even the \
        uncorrected test finds that.
        * Faster means: the slowest run needs at most half the epochs of the fastest it is compared \
        with.
        * What happens in one epoch or another is counted, and holds in part if it does in some \
        seeds.

        With fewer than %3$s seeds the spread between them is not known. Then accuracies differ \
        only if they are %4$s standard errors of counting, √(*p* (1 − *p*) / *n*) each, and %5$s \
        points apart, and one error rate is %6$s times the other; a published figure holds if it is \
        within one. Everything else *cannot be told*. *Not measured* means that no run here tests \
        it as the note did, in %7$s epochs on MNIST.
        """
            .formatted(
                Format.number(Findings.LEVEL),
                Format.number(100 * Comparison.NEGLIGIBLE),
                Estimate.ENOUGH_SEEDS,
                Format.number(Estimate.STANDARD_ERRORS),
                Format.number(100 * Estimate.CLEAR_DIFFERENCE),
                Format.number(Estimate.CLEAR_RATIO),
                Published.EPOCHS));
  }

  private String gap() {
    Table table =
        new Table()
            .left("Experiment")
            .right(
                "Train",
                "Test",
                "Train − test",
                "Published",
                "Epochs with train below test",
                "Published");
    for (Series series : results.series()) {
      Optional<List<Published.Epoch>> figures =
          results.published(series).map(published::table).filter(rows -> !rows.isEmpty());
      table.row(
          escape(results.title(series)),
          percent(series.estimate(run -> run.last().trainAccuracy())),
          percent(series.finalTestAccuracy()),
          points(gap(series)),
          figures.map(rows -> points(gap(rows))).orElse(Format.NOTHING),
          "%s of %s".formatted(below(series), series.experiment().epochs()),
          figures
              .map(rows -> "%s of %s".formatted(below(rows), rows.size()))
              .orElse(Format.NOTHING));
    }
    return """
        ### Train against test accuracy

        %s
        Train accuracy less test accuracy after the last epoch, in points: small dots are seeds, \
        large ones their mean with its 95 %% interval, diamonds are published. The table gives \
        both%s.

        %s%s"""
        .formatted(
            ReportText.picture(ChartFile.GAP, "Train less test accuracy of every experiment"),
            results.hasSeveralSeeds()
                ? ", as means over the seeds; the epochs are those of each experiment's lowest seed"
                : "",
            table,
            hint());
  }

  /** Says what the sign of Model 1's gap tells, measured with and without augmentation. */
  private String hint() {
    Optional<Series> model =
        results.model("model-1").filter(each -> !each.isAugmented() && results.isComparable(each));
    if (model.isEmpty() || gap(published.table("model-1")) >= 0) {
      return "";
    }
    String text = "\nIn the note, Model 1's train accuracy ends below its test accuracy. ";
    double here = gap(model.get());
    if (here <= 0) {
      return text + (here < 0 ? "So it does here.\n" : "Here both end at the same.\n");
    }
    text += "Here it ends above. ";
    List<Series> augmented =
        results.series().stream().filter(each -> isAugmentation(each, model.get())).toList();
    if (augmented.isEmpty()) {
      return text.strip() + "\n";
    }
    String names =
        augmented.stream().map(each -> code(each.name())).collect(Collectors.joining(", "));
    return augmented.stream().allMatch(each -> gap(each) < 0)
        ? text
            + "With augmented training images and all else the same (%s) it ends below, as published:"
                .formatted(names)
            + " a hint that the note's images were augmented too, which it does not say.\n"
        : text
            + "Augmented training images alone (%s) do not always turn that round.\n"
                .formatted(names);
  }

  /** Returns whether the two experiments differ in the augmentation alone. */
  private static boolean isAugmentation(Series augmented, Series plain) {
    return augmented.isAugmented()
        && Settings.of(augmented).differOnlyIn(Settings.AUGMENTATION, Settings.of(plain));
  }

  private static double gap(Series series) {
    return series.estimate(run -> run.last().trainAccuracy() - run.last().testAccuracy()).mean();
  }

  private static double gap(List<Published.Epoch> epochs) {
    Published.Epoch last = epochs.get(epochs.size() - 1);
    return last.trainAccuracy() - last.testAccuracy();
  }

  private static long below(Series series) {
    return series.first().epochs().stream()
        .filter(each -> each.trainAccuracy() < each.testAccuracy())
        .count();
  }

  private static long below(List<Published.Epoch> epochs) {
    return epochs.stream().filter(each -> each.trainAccuracy() < each.testAccuracy()).count();
  }
}
