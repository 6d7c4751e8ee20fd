package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.tinymnist.SmallMnist;
import org.tinymnist.files.Folders;

/**
 * A run of seconds, with all that a long one does, and what it comes to when nothing disturbs it.
 *
 * @param data a part of MNIST
 * @param whole the results of the undisturbed run
 */
record ShortRun(Path data, Path whole) implements AutoCloseable {

  static final String EXPERIMENT = "model-2-onecycle-dropout";
  static final String FOLDER = EXPERIMENT + "/seed-1";
  static final int EPOCHS = 2;

  /** What of a run must be the same, byte for byte. */
  private static final List<String> FILES =
      List.of(
          "metrics.csv",
          "errors.csv",
          "saved_model/variables/variables.data-00000-of-00001",
          "saved_model/variables/variables.index");

  /** Gives the run, which is made once, to all tests that have it as a parameter. */
  static final class Once extends TypeBasedParameterResolver<ShortRun> {
    @Override
    public ShortRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(ShortRun.class, type -> undisturbed(), ShortRun.class);
    }
  }

  private static ShortRun undisturbed() {
    try {
      Path folder = Files.createTempDirectory("short-run");
      Path data = SmallMnist.write(folder.resolve("data"), 640, 200);
      ShortRun run = new ShortRun(data, folder.resolve("whole"));
      Application.PLAIN.succeeds(run.command(run.whole));
      return run;
    } catch (IOException | InterruptedException e) {
      throw new ParameterResolutionException("no undisturbed run", e);
    }
  }

  @Override
  public void close() throws IOException {
    Folders.delete(whole.getParent());
  }

  String[] command(Path out) {
    return new String[] {
      "run",
      EXPERIMENT,
      "--gpu",
      "off",
      "--epochs",
      "" + EPOCHS,
      "--data",
      "" + data,
      "--out",
      "" + out
    };
  }

  /** Holds if the run can be made, or finished, on a healthy machine, and comes to the same. */
  void assertFinishes(Path out) throws IOException, InterruptedException {
    Application.PLAIN.succeeds(command(out));
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
