package org.tinymnist.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
      for (Map.Entry<ChartFile, Optional<byte[]>> picture :
          pictures(theme, read, published, digits, testImages).entrySet()) {
        String path = picture.getKey().path(theme);
        if (picture.getValue().isPresent()) {
          put(results, path, picture.getValue().get());
        } else {
          Files.deleteIfExists(results.resolve(path));
        }
      }
    }
    String text =
        new ReportText(
                read,
                published,
                digits,
                SearchText.read(results),
                Speed.read(results),
                OtherRuntimes.read(results),
                Faults.read(results))
            .write();
    put(results, StudyCsv.FILE, StudyCsv.of(read).getBytes(StandardCharsets.UTF_8));
    Path file = put(results, "report.md", text.getBytes(StandardCharsets.UTF_8));
    return new Report(file, read.leftOut().stream().map(Results.LeftOut::toString).toList());
  }

  /** Draws all pictures; those that there is nothing for are empty. */
  private static Map<ChartFile, Optional<byte[]>> pictures(
      Theme theme,
      Results results,
      Published published,
      DigitSheet digits,
      Optional<TestImages> testImages)
      throws IOException {
    Charts charts = new Charts(theme, results);
    DotPlot dots = new DotPlot(theme, results, published);
    ConfusionMatrix confusion = ConfusionMatrix.of(results.best());
    List<Calibration> calibrations = results.calibrations();
    Votes votes = Votes.of(results.best());
    Map<ChartFile, Optional<byte[]>> pictures = new EnumMap<>(ChartFile.class);
    for (ChartFile file : ChartFile.values()) {
      byte[] picture =
          switch (file) {
            case TEST_ACCURACY -> charts.testAccuracy(published);
            case LEARNING_RATE -> charts.learningRate();
            case MOMENTUM -> charts.momentum();
            case FINAL_ACCURACY -> dots.finalAccuracy();
            case GAP -> dots.gap();
            case CALIBRATION -> calibrations.isEmpty() ? null : charts.calibration(calibrations);
            case CONFUSION -> confusion.errors() == 0 ? null : confusion.draw(theme);
            case VOTES ->
                digits.isDrawn() && votes.areCast()
                    ? new Digits(theme).draw(votes.cells(), testImages.orElseThrow().image())
                    : null;
            case MISTAKES ->
                digits.isDrawn()
                    ? new Digits(theme).draw(digits.cells(), testImages.orElseThrow().image())
                    : null;
          };
      pictures.put(file, Optional.ofNullable(picture));
    }
    return pictures;
  }

  private static Path put(Path results, String path, byte[] content) throws IOException {
    Path file = results.resolve(path);
    AtomicFile.write(file, content);
    return file;
  }
}
