package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are really killed. */
@Order(3)
class InterruptionTest {

  private static final String EXPERIMENT = "model-2-onecycle-dropout";
  private static final String RUN = EXPERIMENT + "/seed-1";
  private static final int EPOCHS = 8;
  private static final int TERMINATED = 130;

  @TempDir static Path folder;
  private static Path data;
  private static Path whole;

  private record Ended(int exit, String said) {}

  @BeforeAll
  static void trainOnceWithoutInterruption() throws Exception {
    data = SmallMnist.write(folder.resolve("part"), 640, 200);
    whole = folder.resolve("whole");
    assertThat(finish(whole, EPOCHS).exit()).isZero();
  }

  @Test
  void goesOnAfterKill() throws Exception {
    Path out = folder.resolve("killed");
    Process process = start(out, EPOCHS);
    waitFor(out.resolve(RUN).resolve(".checkpoint/epoch-2"), process);
    process.destroyForcibly().waitFor();
    Ended rest = finish(out, EPOCHS);
    assertThat(rest.said()).contains("seed 1: goes on after epoch ");
    assertThat(rest.exit()).isZero();
    assertSame(out);
  }

  @Test
  void endsOnRequestAndSaysHowToGoOn() throws Exception {
    Path out = folder.resolve("terminated");
    Process process = start(out, EPOCHS);
    waitFor(out.resolve(RUN).resolve(".checkpoint/epoch-2"), process);
    // Process.destroy would close the streams too.
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(TERMINATED);
    assertThat(read(process)).contains("Interrupted. The same command goes on after");
    assertThat(finish(out, EPOCHS).exit()).isZero();
    assertSame(out);
  }

  @Test
  void putsADamagedCheckpointAsideAndUsesTheOneBefore() throws Exception {
    Path out = folder.resolve("damaged");
    Path checkpoints = out.resolve(RUN).resolve(".checkpoint");
    interruptAfter(out, "epoch-3");
    List<Path> kept = newestFirst(checkpoints);
    // The one before the last two may still be there: it goes when the new one is safe.
    assertThat(kept).hasSizeBetween(2, 3);
    byte[] bytes = Files.readAllBytes(kept.get(0));
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept.get(0), bytes);
    Ended rest = finish(out, EPOCHS);
    assertThat(rest.said())
        .contains(kept.get(0) + ": damaged checkpoint: its checksum is wrong; put aside")
        .contains("goes on after epoch " + epoch(kept.get(1)));
    assertSame(out);
  }

  @Test
  void startsAnewWhenEveryCheckpointIsDamaged() throws Exception {
    Path out = folder.resolve("all-damaged");
    interruptAfter(out, "epoch-3");
    for (Path file : newestFirst(out.resolve(RUN).resolve(".checkpoint"))) {
      Files.write(file, new byte[10]);
    }
    Ended rest = finish(out, EPOCHS);
    assertThat(rest.said()).contains("damaged checkpoint").doesNotContain("goes on after epoch");
    assertSame(out);
  }

  @Test
  void doesNotGoOnFromACheckpointOfAChangedExperiment() throws Exception {
    Path out = folder.resolve("changed");
    Process process = start(out, EPOCHS + 1);
    waitFor(out.resolve(RUN).resolve(".checkpoint/epoch-2"), process);
    process.destroyForcibly().waitFor();
    Ended rest = finish(out, EPOCHS);
    assertThat(rest.said())
        .contains("checkpoint of another run: experiment.epochs was 9 and is 8; put aside");
    assertSame(out);
  }

  @Test
  void keepsAFinishedRunOnlyWhenAskedTo() throws Exception {
    Path out = folder.resolve("kept");
    finish(out, 2);
    Path record = out.resolve(RUN).resolve("run.json");
    byte[] before = Files.readAllBytes(record);
    assertThat(finish(out, 2, "--keep-finished").said()).contains("finished before, kept as it is");
    assertThat(record).hasBinaryContent(before);
    assertThat(finish(out, 3, "--keep-finished").said()).contains("epoch 3/3");
    assertThat(finish(out, 3).said()).contains("epoch 3/3");
  }

  @Test
  void keepsAFinishedRunWhoseExperimentIsCalledOtherwiseSince() throws Exception {
    Path out = folder.resolve("renamed");
    Path yaml = folder.resolve("named.yaml");
    String text = Files.readString(Path.of("experiments", EXPERIMENT + ".yaml"));
    Files.writeString(yaml, text.replaceFirst("title: .*", "title: Before"));
    finish(yaml.toString(), out, 1);
    Path record = out.resolve("named/seed-1/run.json");
    String before = Files.readString(record);
    Files.writeString(yaml, text.replaceFirst("title: .*", "title: After"));
    assertThat(finish(yaml.toString(), out, 1, "--keep-finished").said()).contains("kept as it is");
    assertThat(before).contains("\"Before\"");
    assertThat(record).hasContent(before.replace("\"Before\"", "\"After\""));
    assertThat(out.resolve("report.md")).content().contains("# After").doesNotContain("Before");
  }

  private static void interruptAfter(Path out, String checkpoint) throws Exception {
    Process process = start(out, EPOCHS);
    waitFor(out.resolve(RUN).resolve(".checkpoint").resolve(checkpoint), process);
    process.destroyForcibly().waitFor();
  }

  private static void assertSame(Path out) {
    for (String file :
        List.of(
            "metrics.csv", "errors.csv", "saved_model/variables/variables.data-00000-of-00001")) {
      assertThat(out.resolve(RUN).resolve(file))
          .hasSameBinaryContentAs(whole.resolve(RUN).resolve(file));
    }
    assertThat(out.resolve(RUN).resolve(".checkpoint")).doesNotExist();
  }

  private static List<Path> newestFirst(Path checkpoints) throws IOException {
    try (var files = Files.list(checkpoints)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("epoch-"))
          .sorted((a, b) -> Integer.compare(epoch(b), epoch(a)))
          .toList();
    }
  }

  private static int epoch(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("epoch-".length()));
  }

  private static void waitFor(Path file, Process process) throws Exception {
    while (!Files.exists(file)) {
      assertThat(process.isAlive()).as("the process ended before %s", file).isTrue();
      Thread.sleep(5);
    }
  }

  private static Ended finish(Path out, int epochs, String... more) throws Exception {
    return finish(EXPERIMENT, out, epochs, more);
  }

  private static Ended finish(String experiment, Path out, int epochs, String... more)
      throws Exception {
    Process process = start(experiment, out, epochs, more);
    String said = read(process);
    return new Ended(process.waitFor(), said);
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes());
  }

  private static Process start(Path out, int epochs) throws IOException {
    return start(EXPERIMENT, out, epochs);
  }

  private static Process start(String experiment, Path out, int epochs, String... more)
      throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, "org.tinymnist.cli.Main", "run", experiment));
    command.addAll(List.of("--epochs", "" + epochs, "--data", "" + data, "--out", "" + out));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
