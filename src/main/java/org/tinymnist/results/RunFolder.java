package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Experiment;
import tools.jackson.databind.JsonNode;

/**
 * A run's folder, {@code <experiment>/seed-<n>}. Its files are made in a folder beside their place
 * and moved in when all are complete, {@code run.json} last: where it stands, the others are its
 * own and whole.
 */
public final class RunFolder {

  /** The folder of the exported model. */
  public static final String MODEL = "saved_model";

  private static final List<String> FILES =
      List.of(MetricsCsv.FILE.name(), Misclassified.FILE.name(), MODEL, RunRecord.FILE);

  private RunFolder() {}

  /** Writes a model's folder. */
  @FunctionalInterface
  public interface ModelWriter {

    /** Writes into a folder that is not there yet. */
    void write(Path folder) throws IOException;
  }

  /**
   * Writes all files of a run, in place of those of an earlier one.
   *
   * @param folder is made if need be
   */
  public static void write(Path folder, RunResult result, ModelWriter model) throws IOException {
    replace(
        folder,
        draft -> {
          MetricsCsv.FILE.write(draft, result.epochs());
          Misclassified.FILE.write(draft, result.misclassified());
          model.write(draft.resolve(MODEL));
          result.record().write(draft);
        });
  }

  /** Writes the record of a run that diverged, in place of an earlier one's files. */
  public static void writeDiverged(Path folder, RunRecord record) throws IOException {
    replace(folder, record::write);
  }

  private static void replace(Path folder, ModelWriter content) throws IOException {
    Path draft = folder.resolve(".draft");
    Folders.delete(draft);
    try {
      Files.createDirectories(draft);
      content.write(draft);
      Folders.force(draft);
      Files.deleteIfExists(folder.resolve(RunRecord.FILE));
      for (String name : FILES) {
        Folders.delete(folder.resolve(name));
        if (Files.exists(draft.resolve(name))) {
          Files.move(draft.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } finally {
      Folders.delete(draft);
    }
  }

  /**
   * Returns whether a run is finished: its files are there, and are of this very run. Its title and
   * description are brought up to date: an experiment may be called otherwise since, and be the
   * same.
   *
   * @param identity as {@link RunRecord#identity} gives it
   */
  public static boolean isFinished(Path folder, JsonNode identity, Experiment experiment)
      throws IOException {
    try {
      RunRecord r = read(folder).record();
      if (RunRecord.difference(r.identity(), identity).isPresent()) {
        return false;
      }
      if (!r.experiment().equals(experiment)) {
        new RunRecord(
                r.format(),
                experiment,
                r.seed(),
                r.data(),
                r.software(),
                r.hardware(),
                r.threads(),
                r.started(),
                r.parameters(),
                r.secondsPerEpoch(),
                r.diverged())
            .write(folder);
      }
      return true;
    } catch (InvalidResultException e) {
      return false;
    }
  }

  /**
   * Returns the run of a folder, and believes nothing: what does not fit the format or the other
   * files is refused.
   *
   * @throws InvalidResultException if a file is missing, broken or at odds with the others, or the
   *     run diverged
   * @throws IOException if a file that is there cannot be read
   */
  public static RunResult read(Path folder) throws IOException {
    RunRecord record = RunRecord.read(folder);
    if (record.diverged().isPresent()) {
      throw new InvalidResultException(RunRecord.FILE, "diverged");
    }
    return read(folder, record);
  }

  /** Returns the run of a folder whose record is read already, and is of no run that diverged. */
  static RunResult read(Path folder, RunRecord record) throws IOException {
    List<EpochMetrics> epochs = MetricsCsv.FILE.read(folder);
    int expected = record.experiment().recipe().epochs();
    require(
        MetricsCsv.FILE,
        epochs.size() + " epochs, expected " + expected,
        epochs.size() == expected);
    List<Misclassified> wrong = Misclassified.FILE.read(folder);
    int images = record.data().testImages();
    int before = -1;
    for (Misclassified each : wrong) {
      require(
          Misclassified.FILE,
          "index %s, expected %s to %s".formatted(each.index(), before + 1, images - 1),
          each.index() > before && each.index() < images);
      require(
          Misclassified.FILE,
          "index %s: predicted is the label".formatted(each.index()),
          each.label() != each.predicted());
      before = each.index();
    }
    for (int label = 0; label < LabeledImages.CLASSES; label++) {
      int shown = label;
      long rows = wrong.stream().filter(each -> each.label() == shown).count();
      int most = record.data().testLabelCounts().get(label);
      require(
          Misclassified.FILE,
          "%s rows with label %s, expected %s at most".formatted(rows, label, most),
          rows <= most);
    }
    RunResult result = new RunResult(record, epochs, wrong);
    long right = Math.round(result.last().testAccuracy() * images);
    require(
        Misclassified.FILE,
        "%s rows, expected %s by the last accuracy".formatted(wrong.size(), images - right),
        wrong.size() == images - right);
    return result;
  }

  private static void require(CsvFile<?> file, String problem, boolean condition) {
    if (!condition) {
      throw new InvalidResultException(file.name(), problem);
    }
  }
}
