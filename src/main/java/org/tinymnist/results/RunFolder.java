package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.files.Folders;
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
      List.of(EpochMetrics.FILE.name(), Misclassified.FILE.name(), MODEL, RunRecord.FILE);

  /** Begins the name of the folder in which the files are made; two processes have two. */
  private static final String DRAFT = ".draft-";

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
          EpochMetrics.FILE.write(draft, result.epochs());
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
    Files.createDirectories(folder);
    Path draft = Files.createTempDirectory(folder, DRAFT);
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

  /** Deletes what a killed process left in a run's folder, except its checkpoint. */
  public static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".{draft,checkpoint}*")) {
      for (Path entry : entries) {
        // Former versions had a folder of this name.
        if (!entry.endsWith(CheckpointFile.NAME) || Files.isDirectory(entry)) {
          Folders.delete(entry);
        }
      }
    }
  }

  /**
   * Returns whether a run is finished: all its files exist and belong to this run. If the title or
   * description of its experiment has changed since, the record is brought up to date.
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
        r.with(experiment).write(folder);
      }
      return true;
    } catch (InvalidResultException e) {
      return false;
    }
  }

  /**
   * Returns the run of a folder.
   *
   * @throws InvalidResultException if a file is missing or is not of its format, or the run
   *     diverged
   * @throws IOException if an existing file cannot be read
   */
  public static RunResult read(Path folder) throws IOException {
    RunRecord record = RunRecord.read(folder);
    if (record.diverged().isPresent()) {
      throw new InvalidResultException(RunRecord.FILE, "diverged");
    }
    return read(folder, record);
  }

  /** Returns the run of a folder whose record has been read, and says that it did not diverge. */
  static RunResult read(Path folder, RunRecord record) throws IOException {
    List<EpochMetrics> epochs = EpochMetrics.FILE.read(folder);
    int expected = record.experiment().recipe().epochs();
    if (epochs.size() != expected) {
      throw new InvalidResultException(
          EpochMetrics.FILE.name(), "%s epochs, expected %s".formatted(epochs.size(), expected));
    }
    return new RunResult(record, epochs, Misclassified.FILE.read(folder));
  }
}
