package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.number;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.bold;
import static org.tinymnist.report.Markdown.code;
import static org.tinymnist.report.Markdown.escape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinymnist.report.Markdown.Table;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Epoch;

/** The report's section of each model: how it was trained, and its epochs beside the note's. */
final class ModelsText {
  /** Longer tables are folded away. */
  private static final int SHORT = 5;

  private static final List<Column> COLUMNS =
      List.of(
          new Column(
              "Train acc. %",
              Epoch::trainAccuracy,
              figure -> OptionalDouble.of(figure.trainAccuracy()),
              Format::hundredths,
              Format::points),
          new Column(
              "Test acc. %",
              Epoch::testAccuracy,
              figure -> OptionalDouble.of(figure.testAccuracy()),
              Format::hundredths,
              Format::points),
          new Column(
              "Train loss",
              Epoch::trainLoss,
              Published.Epoch::trainLoss,
              Format::loss,
              Format::lossDifference),
          new Column(
              "Test loss",
              Epoch::testLoss,
              Published.Epoch::testLoss,
              Format::loss,
              Format::lossDifference));

  private final Results results;
  private final Published published;

  ModelsText(Results results, Published published) {
    this.results = results;
    this.published = published;
  }

  String write() {
    return "## Models\n"
        + results.series().stream().map(this::model).collect(Collectors.joining("\n", "\n", ""));
  }

  private String model(Series series) {
    RunJson.Experiment experiment = series.experiment();
    String reproduces =
        series
            .published()
            .map(model -> " Compared with the note's %s.".formatted(Published.title(model)))
            .orElse("");
    return Stream.of(
            "### %s\n".formatted(escape(results.title(series))),
            "%s: %s%s\n"
                .formatted(code(series.name()), sentence(experiment.description()), reproduces),
            settings(series).toString(),
            seeds(series),
            epochs(series))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String sentence(String text) {
    String escaped = escape(text);
    return escaped.matches(".*[.!?]") ? escaped : escaped + ".";
  }

  private static Table settings(Series series) {
    RunJson.Experiment experiment = series.experiment();
    return new Table()
        .left("Setting", "Value")
        .row("Learning rate", learningRate(experiment.schedule()))
        .row("Momentum", momentum(experiment.schedule()))
        .row(
            "Batches",
            "%s, %s an epoch, %s"
                .formatted(
                    count(experiment.batchSize(), "image"),
                    count(series.first().json().stepsPerEpoch(), "step"),
                    count(experiment.epochs(), "epoch")))
        .row("Label smoothing", number(experiment.labelSmoothing()))
        .row("Weight decay", number(experiment.weightDecay()))
        .row("Dropout", dropout(experiment.dropout()))
        .row("Augmentation", augmentation(experiment.augmentation()));
  }

  private static String learningRate(RunJson.Schedule schedule) {
    RunJson.OneCycle cycle = schedule.oneCycle();
    if (cycle == null) {
      return "constant, " + number(schedule.constant().learningRate());
    }
    double first = cycle.maxLr() / cycle.divFactor();
    return "OneCycleLR: %s → %s in %s %% of the steps, → %s in the rest; annealing `%s`"
        .formatted(
            number(first),
            number(cycle.maxLr()),
            number(100 * cycle.pctStart()),
            number(first / cycle.finalDivFactor()),
            cycle.anneal());
  }

  private static String momentum(RunJson.Schedule schedule) {
    RunJson.OneCycle cycle = schedule.oneCycle();
    if (cycle == null) {
      return constantMomentum(schedule.constant().momentum());
    }
    if (!cycle.cycleMomentum()) {
      return constantMomentum(cycle.momentum() == null ? 0 : cycle.momentum());
    }
    return "%s → %s → %1$s, against the learning rate"
        .formatted(number(cycle.maxMomentum()), number(cycle.baseMomentum()));
  }

  private static String constantMomentum(double momentum) {
    return momentum == 0 ? "none" : "constant, " + number(momentum);
  }

  private static String dropout(RunJson.Dropout dropout) {
    List<String> parts = new ArrayList<>();
    if (dropout.blocks() > 0) {
      parts.add(number(dropout.blocks()) + " after the convolution blocks");
    }
    if (dropout.dense() > 0) {
      parts.add(number(dropout.dense()) + " before the dense layer");
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static String augmentation(RunJson.Augmentation affine) {
    List<String> parts = new ArrayList<>();
    if (affine.rotationDegrees() > 0) {
      parts.add("rotation ±%s°".formatted(number(affine.rotationDegrees())));
    }
    if (affine.shiftPixels() > 0) {
      parts.add("shift ±%s px".formatted(number(affine.shiftPixels())));
    }
    if (affine.scale() > 0) {
      parts.add("scale ±%s %%".formatted(number(100 * affine.scale())));
    }
    if (affine.shear() > 0) {
      parts.add("shear ±%s".formatted(number(affine.shear())));
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  /** Returns a line for each seed, if there are several. */
  private static String seeds(Series series) {
    if (series.runs().size() == 1) {
      return "";
    }
    Table table =
        new Table().right("Seed", "Test accuracy", "Train accuracy", "Best (epoch)", "Time");
    for (RunResult run : series.runs()) {
      table.row(
          Long.toString(run.json().seed()),
          percent(run.last().testAccuracy()),
          percent(run.last().trainAccuracy()),
          Format.percentAt(run.json().bestTestAccuracy(), run.json().bestEpoch()),
          Format.duration(run.json().seconds()));
    }
    return table
        .row(
            bold("Mean"),
            bold(percent(series.finalTestAccuracy())),
            percent(series.estimate(run -> run.last().trainAccuracy())),
            percent(series.estimate(run -> run.json().bestTestAccuracy())),
            Format.duration(series.estimate(run -> run.json().seconds()).mean()))
        .toString();
  }

  private String epochs(Series series) {
    RunResult run = series.first();
    List<Published.Epoch> figures =
        results.published(series).map(published::table).orElse(List.of());
    Table table = new Table().right("Epoch");
    for (Column column : COLUMNS) {
      table.right(column.title);
      if (column.isPublished(figures)) {
        table.right("publ.", "Δ");
      }
    }
    for (Epoch epoch : run.epochs()) {
      Optional<Published.Epoch> figure =
          figures.stream().filter(each -> each.number() == epoch.number()).findFirst();
      List<String> cells = new ArrayList<>(List.of(Integer.toString(epoch.number())));
      for (Column column : COLUMNS) {
        cells.addAll(column.cells(epoch, figure, column.isPublished(figures)));
      }
      table.row(cells);
    }
    String key =
        figures.isEmpty()
            ? ""
            : "*publ.*: the note's figure%s; Δ: measured − published.\n\n"
                .formatted(
                    results.isComparable(series)
                        ? ""
                        : ", of a run of %s epochs".formatted(Published.EPOCHS));
    String summary =
        "Epoch by epoch, seed %s: %s train and %s test accuracy at the end"
            .formatted(
                run.json().seed(),
                percent(run.last().trainAccuracy()),
                percent(run.last().testAccuracy()));
    return Markdown.details(summary, run.epochs().size() <= SHORT, key + table);
  }

  /** A measured value of an epoch, and the note's figure for it if there is one. */
  private record Column(
      String title,
      ToDoubleFunction<Epoch> measured,
      Function<Published.Epoch, OptionalDouble> published,
      DoubleFunction<String> format,
      DoubleFunction<String> formatDifference) {

    boolean isPublished(List<Published.Epoch> figures) {
      return figures.stream().anyMatch(figure -> published.apply(figure).isPresent());
    }

    List<String> cells(Epoch epoch, Optional<Published.Epoch> figures, boolean withPublished) {
      double value = measured.applyAsDouble(epoch);
      if (!withPublished) {
        return List.of(format.apply(value));
      }
      OptionalDouble figure = figures.map(published).orElse(OptionalDouble.empty());
      return figure.isEmpty()
          ? List.of(format.apply(value), ReportText.NOTHING, ReportText.NOTHING)
          : List.of(
              format.apply(value),
              format.apply(figure.getAsDouble()),
              formatDifference.apply(value - figure.getAsDouble()));
    }
  }
}
