package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.bold;
import static org.tinymnist.report.Markdown.code;
import static org.tinymnist.report.Markdown.escape;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinymnist.report.Markdown.Table;
import org.tinymnist.report.Published.Span;
import org.tinymnist.report.Results.LeftOut;
import org.tinymnist.report.Results.Series;

/**
 * The report's Markdown. Every number comes from a file, and every sentence that depends on one is
 * chosen by it.
 */
final class ReportText {
  private final Results results;
  private final Published published;
  private final DigitSheet digits;
  private final SearchText search;
  private final Speed speed;
  private final OtherRuntimes otherRuntimes;
  private final Faults faults;

  ReportText(
      Results results,
      Published published,
      DigitSheet digits,
      SearchText search,
      Speed speed,
      OtherRuntimes otherRuntimes,
      Faults faults) {
    this.results = results;
    this.published = published;
    this.digits = digits;
    this.search = search;
    this.speed = speed;
    this.otherRuntimes = otherRuntimes;
    this.faults = faults;
  }

  /** Returns the whole report. */
  String write() {
    return Stream.of(
            summary(),
            whatWasRun(),
            architecture(),
            testAccuracy(),
            rates(),
            new ModelsText(results, published).write(),
            convergence(),
            new MistakesText(results, digits).write(),
            new CalibrationText(results).write(),
            new FindingsText(results, published).write(),
            new StudyText(results, published).write(),
            search.write(results, published),
            speed.write(),
            otherRuntimes.write(),
            faults.write(),
            reproduce(),
            diverged(),
            leftOut())
        .filter(section -> !section.isEmpty())
        .collect(Collectors.joining("\n"))
        .replaceAll("(?<=\\d) (?=%)", Format.NO_BREAK_SPACE);
  }

  private String summary() {
    Table table =
        new Table()
            .left("Experiment")
            .right("Test accuracy", "Published", "Difference", "Best (epoch)")
            .right("Parameters", "Time");
    for (Series series : results.series()) {
      table.row(
          link(series),
          bold(percent(series.finalTestAccuracy())),
          results
              .published(series)
              .map(model -> percent(published.finalTestAccuracy(model)))
              .orElse(Format.NOTHING),
          difference(series),
          best(series),
          count(series.first().json().parameters()),
          Format.duration(series.fastestSeconds()));
    }
    Series best = results.best();
    return """
        # Tiny MNIST: report

        Highest test accuracy after the last epoch: %s, %s, with %s parameters.

        %s%s
        Test accuracy is that of the model after its last epoch; *best* is the highest of all \
        epochs, chosen with the test images in sight. *Published* is the figure of the note that is \
        rebuilt here, for the model that the experiment is compared with; the difference is in \
        percentage points. Time is that of one run, the fastest.
        %s"""
        .formatted(
            bold(percent(best.finalTestAccuracy())),
            link(best),
            count(best.first().json().parameters()),
            warning(),
            table,
            notes());
  }

  private String warning() {
    List<String> lines = new ArrayList<>();
    if (!results.diverged().isEmpty()) {
      lines.add(
          "> %s diverged and gave no result: see [Diverged](#diverged).\n"
              .formatted(count(results.diverged().size(), "run")));
    }
    if (!results.leftOut().isEmpty()) {
      lines.add(
          "> %s of the results folder could not be used: see [Left out](#left-out).\n"
              .formatted(count(results.leftOut().size(), "folder")));
    }
    return lines.isEmpty() ? "" : "> [!WARNING]\n" + String.join(">\n", lines) + "\n";
  }

  private String notes() {
    String notes = "";
    if (results.hasSeveralSeeds()) {
      notes += "With several seeds, figures are mean ± standard deviation.\n";
    }
    if (results.isValidation()) {
      notes +=
          "These runs are measured on held-out training images: wherever this report says *test*,"
              + " it speaks of those. The test set was not read.\n";
    } else if (!results.isMnist()) {
      notes += "The note's figures are MNIST's; these runs used other data.\n";
    } else if (!results.series().stream().allMatch(results::isComparable)) {
      notes +=
          "The note trained for %s epochs: a run of another length gets no difference and no"
                  .formatted(Published.EPOCHS)
              + " verdict.\n";
    }
    return notes;
  }

  private String difference(Series series) {
    return results
        .published(series)
        .filter(model -> results.isComparable(series))
        .map(published::finalTestAccuracy)
        .map(
            figure -> {
              double distance = series.finalTestAccuracy().distance(figure);
              return figure.isRange() && distance == 0 ? "in range" : Format.points(distance);
            })
        .orElse(Format.NOTHING);
  }

  private static String best(Series series) {
    if (series.runs().size() > 1) {
      return percent(series.estimate(run -> run.json().bestTestAccuracy()));
    }
    RunJson run = series.first().json();
    return Format.percentAt(run.bestTestAccuracy(), run.bestEpoch());
  }

  private String whatWasRun() {
    RunJson.Data data = results.data();
    List<LocalDate> days = distinct(RunJson::day);
    Table table =
        new Table()
            .left(
                "Data",
                "%s: %s training images, %s test images"
                    .formatted(
                        escape(data.name()), count(data.trainImages()), count(data.testImages())))
            .row(
                "SHA-256",
                data.sha256().entrySet().stream()
                    .map(
                        file ->
                            escape(file.getKey())
                                + " "
                                + code(file.getValue().substring(0, 12) + "…"))
                    .collect(Collectors.joining("<br>")))
            .row("Runs", runs())
            .row(
                "Begun (UTC)",
                days.size() == 1
                    ? days.get(0).toString()
                    : days.get(0) + " to " + days.get(days.size() - 1))
            .row("Machine", joined(run -> machine(run.hardware())))
            .row("Epochs of a run", joined(run -> count(run.experiment().epochs())))
            .row("Threads of a run", joined(run -> count(run.threads())))
            .row("Arithmetic", joined(run -> escape(run.experiment().precision())))
            .row("Software", joined(run -> software(run.software())))
            .row("System", joined(run -> escape(run.software().os())));
    return "## What was run\n\n" + table;
  }

  private String runs() {
    Map<String, List<Series>> bySeeds =
        results
            .all()
            .collect(
                Collectors.groupingBy(ReportText::seeds, LinkedHashMap::new, Collectors.toList()));
    if (bySeeds.size() == 1) {
      String seeds = bySeeds.keySet().iterator().next();
      long experiments = results.all().count();
      return experiments == 1
          ? "1 experiment, " + seeds
          : "%s, each with %s".formatted(count(experiments, "experiment"), seeds);
    }
    return bySeeds.entrySet().stream()
        .map(
            same ->
                "%s: %s"
                    .formatted(
                        same.getValue().stream()
                            .map(each -> code(each.name()))
                            .collect(Collectors.joining(", ")),
                        same.getKey()))
        .collect(Collectors.joining("<br>"));
  }

  /** Names the seeds of an experiment, those that follow one another as a range. */
  private static String seeds(Series series) {
    List<Long> seeds = series.runs().stream().map(RunResult::seed).toList();
    long first = seeds.get(0);
    long last = seeds.get(seeds.size() - 1);
    if (seeds.size() == 1) {
      return "seed " + first;
    }
    return "seeds "
        + (last - first == seeds.size() - 1
            ? "%s to %s".formatted(first, last)
            : seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static String machine(RunJson.Hardware hardware) {
    return "%s: %s, %s, %s GiB of memory"
        .formatted(
            escape(hardware.device()),
            escape(hardware.processor()),
            count(hardware.cores(), "core"),
            Format.number(hardware.memoryGib()));
  }

  private static String software(RunJson.Software software) {
    return "Tiny MNIST %s, TensorFlow %s through TensorFlow Java %s, Java %s"
        .formatted(
            escape(software.tinyMnist()),
            escape(software.tensorflow()),
            escape(software.tensorflowJava()),
            escape(software.java()));
  }

  private String joined(Function<RunJson, String> value) {
    return String.join("<br>", distinct(value));
  }

  private <T extends Comparable<? super T>> List<T> distinct(Function<RunJson, T> value) {
    return results.runs().map(RunResult::json).map(value).distinct().sorted().toList();
  }

  private String architecture() {
    Map<List<RunJson.Layer>, List<Series>> networks =
        results.series().stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.first().json().network(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    StringBuilder text = new StringBuilder("## Architecture\n");
    networks.forEach(
        (network, series) ->
            text.append("\n")
                .append(
                    networks.size() == 1
                        ? ""
                        : series.stream()
                                .map(each -> code(each.name()))
                                .collect(Collectors.joining(", "))
                            + ":\n\n")
                .append(layers(network)));
    return text.toString();
  }

  private static String layers(List<RunJson.Layer> network) {
    Table table =
        new Table()
            .left("Layer", "Type", "Kernel", "Padding", "Output")
            .right("Parameters", "Receptive field");
    for (RunJson.Layer layer : network) {
      table.row(
          escape(layer.name()),
          escape(layer.type()),
          layer.kernel() == null ? "" : escape(layer.kernel()),
          layer.padding() == null ? "" : escape(layer.padding()),
          layer.output().stream().map(String::valueOf).collect(Collectors.joining(" × ")),
          layer.parameters() == 0 ? "" : count(layer.parameters()),
          "%s × %1$s".formatted(layer.receptiveField()));
    }
    int sum = network.stream().mapToInt(RunJson.Layer::parameters).sum();
    return table.row(bold("Sum"), "", "", "", "", bold(count(sum)), "").toString();
  }

  private String testAccuracy() {
    boolean dashed = !results.dashedModels(published).isEmpty();
    return """
        ## Test accuracy by epoch

        %s
        Measured: %s.%s The axis is logarithmic in the error rate, \
        so that 90 %%, 99 %% and 99.9 %% are equally far apart.
        """
        .formatted(
            picture(ChartFile.TEST_ACCURACY, "Test accuracy by epoch, one line an experiment"),
            results.hasSeveralSeeds()
                ? "the mean over the seeds, in a band from the lowest to the highest"
                : "one seed of each experiment",
            dashed ? " Dashed: published." : "");
  }

  private String rates() {
    String shared =
        results.byRates().stream()
            .filter(same -> same.size() > 1)
            .map(
                same ->
                    " One line stands for %s, whose rates are the same."
                        .formatted(
                            same.stream()
                                .map(each -> code(each.name()))
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining());
    return """
        ## Learning rate and momentum by epoch

        %s%s
        Both are those of each epoch's last step.%s
        """
        .formatted(
            picture(ChartFile.LEARNING_RATE, "Learning rate by epoch"),
            picture(ChartFile.MOMENTUM, "Momentum by epoch"),
            shared);
  }

  /** Returns a picture of the charts' folder, for light and dark pages. */
  static String picture(ChartFile chart, String alternative) {
    return Markdown.picture(chart.path(Theme.LIGHT), chart.path(Theme.DARK), alternative);
  }

  private String convergence() {
    Table table = new Table().left("").right("to 90 %", "to 95 %", "to 99 %", "Final", "Best");
    for (Series series : results.series()) {
      table.row(
          link(series),
          epochsTo(series, 0.90),
          epochsTo(series, 0.95),
          epochsTo(series, 0.99),
          percent(series.finalTestAccuracy()),
          percent(series.estimate(run -> run.json().bestTestAccuracy())));
      results
          .published(series)
          .filter(model -> results.model(model).filter(series::equals).isPresent())
          .ifPresent(
              model ->
                  table.row(
                      "*%s, published*".formatted(Published.title(model)),
                      epochsTo(model, 90),
                      epochsTo(model, 95),
                      epochsTo(model, 99),
                      "*%s*".formatted(percent(published.finalTestAccuracy(model))),
                      published.table(model).stream()
                          .mapToDouble(Published.Epoch::testAccuracy)
                          .max()
                          .stream()
                          .mapToObj(best -> "*%s*".formatted(percent(best)))
                          .findFirst()
                          .orElse(Format.NOTHING)));
    }
    return """
        ## Convergence

        Epochs until the test accuracy first reached 90, 95 and 99 %%, and where it ended.

        %s"""
        .formatted(table);
  }

  private static String epochsTo(Series series, double accuracy) {
    double[] epochs = series.epochsTo(accuracy);
    return Format.epochs(epochs[0], epochs[epochs.length - 1]);
  }

  private String epochsTo(String model, int percent) {
    Span epochs = published.epochsTo(model, percent);
    return "*%s*".formatted(Format.epochs(epochs.low(), epochs.high()));
  }

  private String reproduce() {
    RunResult run = results.best().first();
    return """
        ## How to reproduce

        ```sh
        make experiments   # trains the default experiments into results/ and writes this report
        make report        # writes this report again, from the files in results/
        ```

        One run, the one whose mistakes are shown above:

        ```sh
        make experiments EXPERIMENTS=%s SEEDS=%s EPOCHS=%s
        ```
        """
        .formatted(run.name(), run.json().seed(), run.epochs().size());
  }

  private String diverged() {
    if (results.diverged().isEmpty()) {
      return "";
    }
    Table table = new Table().left("Experiment", "Title").right("Seed", "Epoch", "Step", "Loss");
    for (DivergedRun run : results.diverged()) {
      table.row(
          code(run.experiment().name()),
          escape(run.experiment().title()),
          Long.toString(run.seed()),
          Integer.toString(run.divergedAt().epoch()),
          Integer.toString(run.divergedAt().step()),
          escape(run.divergedAt().loss()));
    }
    return """
        ## Diverged

        In these runs the loss was no longer a finite number from the step shown. They were stopped \
        there and have no result; no figure above includes them.

        %s"""
        .formatted(table);
  }

  private String leftOut() {
    if (results.leftOut().isEmpty()) {
      return "";
    }
    Table table = new Table().left("Folder", "Why");
    for (LeftOut folder : results.leftOut()) {
      table.row(escape(folder.folder()), escape(folder.reason()));
    }
    return "## Left out\n\nNo number in this report comes from these folders.\n\n" + table;
  }

  private String link(Series series) {
    return "[%s](%s)"
        .formatted(escape(results.title(series)), Markdown.anchor(results.title(series)));
  }
}
