package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.tinymnist.SmallMnist;

/**
 * A run of seconds, with all that a long one does, and what it comes to when nothing disturbs it.
 *
 * @param data a part of MNIST
 * @param epochs of the run
 * @param whole the results of the undisturbed run
 * @param checkpointBytes size of a checkpoint
 * @param firstCheckpoint when that was there, milliseconds after the start
 * @param draft when the first of its files was there
 * @param record when the last of its files was there
 * @param end when it ended
 */
record ShortRun(
    Path data,
    int epochs,
    Path whole,
    long checkpointBytes,
    long firstCheckpoint,
    long draft,
    long record,
    long end) {

  static final String EXPERIMENT = "model-2-onecycle-dropout";
  static final String FOLDER = EXPERIMENT + "/seed-1";

  /** What of a run must be the same, byte for byte. */
  private static final List<String> FILES =
      List.of(
          "metrics.csv",
          "errors.csv",
          "saved_model/variables/variables.data-00000-of-00001",
          "saved_model/variables/variables.index");

  /** Makes the undisturbed run, and watches when it gets where. */
  static ShortRun undisturbed(Path folder, int epochs) throws IOException, InterruptedException {
    Path data = SmallMnist.write(folder.resolve("data"), 640, 200);
    Path whole = folder.resolve("whole");
    Path run = whole.resolve(FOLDER);
    // The first start on a machine unpacks the native library.
    Application.PLAIN.run(command(data, 1, folder.resolve("first"))).assertEndedWell();
    long start = System.nanoTime();
    Process process =
        Application.PLAIN.start(folder.resolve("output.txt"), command(data, epochs, whole));
    BooleanSupplier ended = () -> !process.isAlive();
    Path checkpoint = run.resolve(".checkpoint");
    long firstCheckpoint = await(checkpoint, ended, start);
    long bytes = Files.size(checkpoint);
    while (!has(run, ".draft-") && !ended.getAsBoolean()) {
      Thread.onSpinWait();
    }
    long draft = millisecondsSince(start);
    long record = await(run.resolve("run.json"), ended, start);
    assertThat(process.waitFor()).isZero();
    return new ShortRun(
        data, epochs, whole, bytes, firstCheckpoint, draft, record, millisecondsSince(start));
  }

  private static long await(Path file, BooleanSupplier ended, long start) {
    while (!Files.exists(file) && !ended.getAsBoolean()) {
      Thread.onSpinWait();
    }
    return millisecondsSince(start);
  }

  /** Returns whether a folder has a file whose name begins so. */
  static boolean has(Path run, String prefix) {
    String[] names = run.toFile().list((folder, name) -> name.startsWith(prefix));
    return names != null && names.length > 0;
  }

  private static long millisecondsSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** The command that makes the run. */
  List<String> command(Path out) {
    return command(data, epochs, out);
  }

  private static List<String> command(Path data, int epochs, Path out) {
    return List.of(
        "run",
        EXPERIMENT,
        "--epochs",
        "" + epochs,
        "--data",
        "" + data,
        "--out",
        "" + out,
        "--gpu",
        "off");
  }

  /** Holds if the run can be made, or finished, on a healthy machine, and comes to the same. */
  void assertFinishes(Path out) throws IOException, InterruptedException {
    Application.PLAIN.run(command(out)).assertEndedWell();
    assertSame(out);
  }

  /** Holds if the results are those of the undisturbed run, and nothing else lies about. */
  void assertSame(Path out) throws IOException {
    for (String file : FILES) {
      assertThat(out.resolve(FOLDER).resolve(file))
          .hasSameBinaryContentAs(whole.resolve(FOLDER).resolve(file));
    }
    assertThat(Application.files(out)).isEqualTo(Application.files(whole));
  }
}
