package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.interval;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.bold;
import static org.tinymnist.report.Markdown.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinymnist.report.Markdown.Table;
import org.tinymnist.report.Results.Series;

/**
 * The report's section of how a recipe was chosen: on held-out training images, in the runs of the
 * folder {@code search/} of the results, which is a results folder of its own.
 */
final class SearchText {

  /** Name of the folder. */
  static final String FOLDER = "search";

  private final Optional<Results> trials;
  private final String obstacle;

  private SearchText(Optional<Results> trials, String obstacle) {
    this.trials = trials;
    this.obstacle = obstacle;
  }

  /** Reads the folder, if it is there; one that cannot be used gives no table, and says why. */
  static SearchText read(Path results) {
    Path folder = results.resolve(FOLDER);
    if (!Files.exists(folder)) {
      return new SearchText(Optional.empty(), "");
    }
    try {
      Results trials = ResultsFolder.read(folder);
      return trials.isValidation()
          ? new SearchText(Optional.of(trials), "")
          : new SearchText(Optional.empty(), FOLDER + ": not measured on held-out images");
    } catch (IOException e) {
      return new SearchText(Optional.empty(), Markdown.plain(e.getMessage()));
    }
  }

  /**
   * Returns the section, or nothing if there is no folder.
   *
   * @param results of which one experiment may be the recipe that was chosen
   */
  String write(Results results, Published published) {
    if (trials.isEmpty()) {
      return obstacle.isEmpty() ? "" : "## Search for a recipe\n\nLeft out: " + obstacle + "\n";
    }
    List<Series> tried = trials.get().series();
    Series start = tried.get(0);
    Table table =
        new Table()
            .left("Recipe", "What is different from the first")
            .right("Seeds", "Train accuracy", "Held-out accuracy", "Less the chosen one's")
            .left("Became");
    Optional<Series> best =
        tried.stream().filter(each -> chosen(each, results).findAny().isPresent()).findFirst();
    for (Series series : tried) {
      table.row(
          code(series.name()),
          Settings.of(series).describeDifferences(Settings.of(start)),
          count(series.runs().size()),
          percent(series.estimate(run -> run.last().trainAccuracy())),
          percent(series.finalTestAccuracy()),
          best.filter(each -> !each.equals(series))
              .flatMap(each -> Comparison.ofAccuracy(series, each))
              .map(Format::interval)
              .orElse(""),
          chosen(series, results)
              .map(each -> bold(code(each.name())))
              .collect(Collectors.joining(", ")));
    }
    int heldOut = trials.get().data().testImages();
    return """
        ## Search for a recipe

        %s tried, in %s, on training images alone: these runs were trained on %s of them and \
        measured on the other %s. They did not read the test images. Differences are in points, \
        seed by seed, with their 95 %% interval; they take %s of both.

        %s%s"""
        .formatted(
            count(tried.size(), "recipe"),
            count(trials.get().runs().count(), "run"),
            count(trials.get().data().trainImages()),
            count(heldOut),
            count(Estimate.ENOUGH_SEEDS, "seed"),
            table,
            tried.stream()
                .flatMap(each -> chosen(each, results))
                .map(each -> outcome(each, published))
                .collect(Collectors.joining()));
  }

  /** What a recipe became: an experiment of its own, not one that rebuilds the note's. */
  private static Stream<Series> chosen(Series trial, Results results) {
    return results.series().stream()
        .filter(each -> each.published().isEmpty())
        .filter(each -> each.experiment().hasRecipeOf(trial.experiment()));
  }

  private static String outcome(Series chosen, Published published) {
    double[] ends =
        chosen.runs().stream().mapToDouble(run -> run.last().testAccuracy()).sorted().toArray();
    double figure = published.finalTestAccuracy("model-1").high();
    return """

        %s, trained on all the training images, reaches %s on the test images: the mean of %s with \
        its 95 %% interval. The lowest is %s, the highest %s; %s of %s reach the note's %s.
        """
        .formatted(
            code(chosen.name()),
            bold(interval(chosen.finalTestAccuracy())),
            count(ends.length, "seed"),
            percent(ends[0]),
            percent(ends[ends.length - 1]),
            Arrays.stream(ends).filter(end -> end >= figure).count(),
            ends.length,
            percent(figure));
  }
}
