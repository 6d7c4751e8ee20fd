package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.tinymnist.files.Folders;

/**
 * A run's folder, {@code <experiment>/seed-<n>}. Files are written to a draft folder and moved when
 * all are complete, {@code run.json} last: if it exists, the other files are complete and its own.
 */
public final class RunFolder {

  public static final String MODEL = "saved_model";

  private static final List<String> FILES =
      List.of(EpochMetrics.FILE.name(), Misclassified.FILE.name(), MODEL, RunRecord.FILE);

  private RunFolder() {}

  /** Writes files into a folder, which may not exist yet. */
  public interface ModelWriter {
    void write(Path folder) throws IOException;
  }

  /** Writes all files of a run and replaces those of an earlier one. */
  public static void write(Path folder, RunResult result, ModelWriter model) throws IOException {
    replace(
        folder,
        draft -> {
          EpochMetrics.FILE.write(draft, result.epochs());
          Misclassified.FILE.write(draft, result.misclassified());
          model.write(draft.resolve(MODEL));
          result.record().write(draft);
        });
  }

  /** Replaces all files of a run with the record of its divergence. */
  public static void writeDiverged(Path folder, RunRecord record) throws IOException {
    replace(folder, record::write);
  }

  private static void replace(Path folder, ModelWriter content) throws IOException {
    Files.createDirectories(folder);
    Path draft = Files.createTempDirectory(folder, ".draft-");
    try {
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

  /** Deletes the leftovers of a killed process, except its checkpoint. */
  public static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, ".{draft,checkpoint}-*")) {
      for (Path entry : entries) {
        Folders.delete(entry);
      }
    }
  }

  /**
   * Returns whether all files of a run exist and belong to it. If only the experiment's title or
   * description has changed, the record is updated.
   */
  public static boolean isFinished(Path folder, RunRecord run) throws IOException {
    try {
      RunRecord r = read(folder).record();
      boolean finished = RunRecord.difference(r.identity(), run.identity()).isEmpty();
      if (finished && !r.experiment().equals(run.experiment())) {
        r.with(Map.of("experiment", run.experiment())).write(folder);
      }
      return finished;
    } catch (InvalidResultException e) {
      return false;
    }
  }

  /** Reads a run; throws InvalidResultException if a file is missing or invalid, or it diverged. */
  public static RunResult read(Path folder) throws IOException {
    return read(folder, RunRecord.read(folder));
  }

  /** Reads the other files of a run. */
  static RunResult read(Path folder, RunRecord record) throws IOException {
    if (record.diverged().isPresent()) {
      throw new InvalidResultException(RunRecord.FILE, "diverged");
    }
    List<EpochMetrics> epochs = EpochMetrics.FILE.read(folder);
    int expected = record.experiment().recipe().epochs();
    if (epochs.size() != expected) {
      throw new InvalidResultException(
          EpochMetrics.FILE.name(), "%s epochs, expected %s".formatted(epochs.size(), expected));
    }
    return new RunResult(record, epochs, Misclassified.FILE.read(folder));
  }
}
