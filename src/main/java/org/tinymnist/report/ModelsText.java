package org.tinymnist.report;

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
            "%s%s%s\n"
                .formatted(code(series.name()), described(experiment.description()), reproduces),
            settings(series).toString(),
            seeds(series),
            epochs(series))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String described(String text) {
    String escaped = text.isEmpty() ? "" : ": " + escape(text);
    return escaped.matches(".*[.!?]") ? escaped : escaped + ".";
  }

  private static Table settings(Series series) {
    Table table = new Table().left("Setting", "Value");
    Settings.of(series).values().forEach(table::row);
    return table;
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
          ? List.of(format.apply(value), Format.NOTHING, Format.NOTHING)
          : List.of(
              format.apply(value),
              format.apply(figure.getAsDouble()),
              formatDifference.apply(value - figure.getAsDouble()));
    }
  }
}
