package org.tinymnist.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tinymnist.data.AtomicFile;

/**
 * The report of a results folder: {@code report.md}, its pictures in {@code charts/}, and all the
 * runs' figures in {@code study.csv}.
 *
 * @param file the report
 * @param warnings a line for each folder that was left out, and why
 */
public record Report(Path file, List<String> warnings) {

  /** Copies the warnings. */
  public Report {
    warnings = List.copyOf(warnings);
  }

  /**
   * Writes the report of all the runs in a folder. The same files give the same report, byte for
   * byte, on the same machine: its fonts shape the letters of the pictures.
   *
   * @param results the folder with {@code <experiment>/seed-<n>/} for each run
   * @param testImages the test set to show misclassified digits of; shown only if it is the one
   *     that the runs were tested on
   * @return where the report is, and what it does not cover
   * @throws IOException if the folder holds no finished run or a file cannot be read or written;
   *     the message is one line
   */
  public static Report write(Path results, Optional<TestImages> testImages) throws IOException {
    Results read = ResultsFolder.read(results);
    Published published = Published.load();
    DigitSheet digits = DigitSheet.of(read.best().first(), testImages);

    Files.createDirectories(results.resolve(ChartFile.FOLDER));
    for (Theme theme : Theme.values()) {
      Charts charts = new Charts(theme, read);
      put(results, ChartFile.TEST_ACCURACY.path(theme), charts.testAccuracy(published));
      put(results, ChartFile.LEARNING_RATE.path(theme), charts.learningRate());
      put(results, ChartFile.MOMENTUM.path(theme), charts.momentum());
      String mistakes = ChartFile.MISTAKES.path(theme);
      if (digits.isDrawn()) {
        put(
            results,
            mistakes,
            new Digits(theme).draw(digits.shown(), testImages.orElseThrow().image()));
      } else {
        Files.deleteIfExists(results.resolve(mistakes));
      }
    }
    String text =
        new ReportText(
                read,
                published,
                digits,
                Speed.read(results),
                OtherRuntimes.read(results),
                Faults.read(results))
            .write();
    put(results, StudyCsv.FILE, StudyCsv.of(read).getBytes(StandardCharsets.UTF_8));
    Path file = put(results, "report.md", text.getBytes(StandardCharsets.UTF_8));
    return new Report(file, read.leftOut().stream().map(Results.LeftOut::toString).toList());
  }

  private static Path put(Path results, String path, byte[] content) throws IOException {
    Path file = results.resolve(path);
    AtomicFile.write(file, content);
    return file;
  }
}
