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
    return "## The note's findings\n\n%s%s\n%s\n%s".formatted(models(), findings(), rule(), gap());
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
    Table table = new Table().left("The note says", "Verdict", "Measured");
    for (Finding finding : Findings.of(results, published)) {
      table.row(finding.claim(), finding.verdict().text(), finding.evidence());
    }
    return table;
  }

  private static String rule() {
    return Markdown.details(
        "How a verdict is found",
        false,
        """
        A test accuracy *p* on *n* images has the binomial standard error √(*p* (1 − *p*) / *n*): \
        at 99.4 %% of 10,000 images, 0.08 points. A single run's spread is taken as that, or as the \
        standard deviation between the seeds where that is larger; the standard error of a mean of \
        *k* seeds is the spread over √*k*.

        * Two accuracies differ if they are more than %1$s standard errors of their difference apart. \
        With fewer than %2$s seeds on a side the spread between seeds is not known: then they must \
        also be %3$s points apart, and one error rate %4$s times the other. A bound such as 99 %% \
        counts as an accuracy without error.
        * A published accuracy, which is a single run's, agrees if it is at most %6$s standard \
        errors of such a run from the mean, with fewer than %2$s seeds at most %7$s. To say that it \
        does not, it takes a difference as above.
        * The size of the boost (5 points, as rounded) takes %2$s seeds.
        * Faster means: the slowest run needs at most half the epochs of the fastest it is compared \
        with.
        * What happens in one epoch or another is counted over %2$s seeds or more, and may be so *in \
        some seeds*.

        Everything else *needs more seeds*. *Not measured* means that no run here tests it as the \
        note did, in %5$s epochs on MNIST.
        """
            .formatted(
                Format.number(Estimate.STANDARD_ERRORS),
                Estimate.ENOUGH_SEEDS,
                Format.number(100 * Estimate.CLEAR_DIFFERENCE),
                Format.number(Estimate.CLEAR_RATIO),
                Published.EPOCHS,
                Format.number(Findings.AGREEING_ERRORS),
                Format.number(Findings.AGREEING_ERRORS_OF_FEW)));
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
      RunResult run = series.first();
      Optional<List<Published.Epoch>> figures =
          results.published(series).map(published::table).filter(rows -> !rows.isEmpty());
      table.row(
          escape(results.title(series)),
          percent(run.last().trainAccuracy()),
          percent(run.last().testAccuracy()),
          points(gap(run)),
          figures.map(rows -> points(gap(rows))).orElse(ReportText.NOTHING),
          "%s of %s".formatted(below(run), run.epochs().size()),
          figures
              .map(rows -> "%s of %s".formatted(below(rows), rows.size()))
              .orElse(ReportText.NOTHING));
    }
    return """
        ### Train against test accuracy

        After the last epoch, in the run of each experiment's lowest seed:

        %s%s"""
        .formatted(table, hint());
  }

  /** Says what the sign of Model 1's gap tells, measured with and without augmentation. */
  private String hint() {
    Optional<Series> model =
        results.model("model-1").filter(each -> !each.isAugmented() && results.isComparable(each));
    if (model.isEmpty() || gap(published.table("model-1")) >= 0) {
      return "";
    }
    String text = "\nIn the note, Model 1's train accuracy ends below its test accuracy. ";
    double here = gap(model.get().first());
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
    return augmented.stream().allMatch(each -> gap(each.first()) < 0)
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
    RunJson.Experiment a = augmented.experiment();
    RunJson.Experiment b = plain.experiment();
    return augmented.isAugmented()
        && a.epochs() == b.epochs()
        && a.batchSize() == b.batchSize()
        && a.labelSmoothing() == b.labelSmoothing()
        && a.weightDecay() == b.weightDecay()
        && a.schedule().equals(b.schedule())
        && a.dropout().equals(b.dropout())
        && a.precision().equals(b.precision());
  }

  private static double gap(RunResult run) {
    return run.last().trainAccuracy() - run.last().testAccuracy();
  }

  private static double gap(List<Published.Epoch> epochs) {
    Published.Epoch last = epochs.get(epochs.size() - 1);
    return last.trainAccuracy() - last.testAccuracy();
  }

  private static long below(RunResult run) {
    return run.epochs().stream().filter(each -> each.trainAccuracy() < each.testAccuracy()).count();
  }

  private static long below(List<Published.Epoch> epochs) {
    return epochs.stream().filter(each -> each.trainAccuracy() < each.testAccuracy()).count();
  }
}
