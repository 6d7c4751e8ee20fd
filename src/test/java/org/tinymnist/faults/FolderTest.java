package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.files.Folders;

/** Folders that cannot be written, are not there or in use, and names that lead out of them. */
@Tag("faults")
@ExtendWith(Undisturbed.class)
class FolderTest {

  @TempDir static Path folder;

  @Test
  @DisplayName("read-only results: mounted so")
  void refusesAReadOnlyDisk(ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount a read-only folder").isTrue();
    Path out = Files.createDirectory(folder.resolve("mounted"));
    Application.PLAIN
        .mounting("mount --bind %1$s %1$s; mount -o remount,bind,ro %1$s".formatted(out))
        .run(run.command(out))
        .assertFailed(out + ": Read-only file system");
    assertThat(out).isEmptyDirectory();
    run.assertFinishes(out);
  }

  @Test
  @DisplayName("read-only results: no permission")
  void refusesAFolderWithoutPermission(ShortRun run) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // Root may write anywhere unless it gives this capability away.
      command.addAll(
          List.of("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"));
      assumeThat(Application.can("setpriv", "--bounding-set=-dac_override", "true"))
          .as("no setpriv, without which root may write anywhere")
          .isTrue();
    }
    Path out = Files.createDirectory(folder.resolve("forbidden"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("r-xr-xr-x"));
    Application.PLAIN
        .inside(command.toArray(String[]::new))
        .run(run.command(out))
        .assertFailed(out + ": permission denied");
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(out).isEmptyDirectory();
    run.assertFinishes(out);
  }

  @Test
  @DisplayName("missing folders and files")
  void namesWhatIsNotThere(ShortRun run) throws Exception {
    Path none = folder.resolve("none");
    Path file = Files.writeString(folder.resolve("file"), "");
    Path out = folder.resolve("not-made");
    String nowhere = "" + none;
    List<List<String>> commands =
        List.of(
            List.of("run", "--data", nowhere, "--out", "" + out),
            List.of("run", "--experiments", nowhere, "--out", "" + out),
            List.of("run", nowhere + ".yaml", "--out", "" + out),
            List.of("run", "--data", "" + run.data(), "--out", file + "/none"),
            List.of("report", "--out", nowhere),
            List.of("evaluate", "--model", nowhere, "--data", "" + run.data()),
            List.of("predict", "--model", nowhere, nowhere),
            List.of("demo", "--out", nowhere));
    for (List<String> command : commands) {
      boolean inTheWay = command.contains(file + "/none");
      Application.PLAIN.run(command).assertFailed(inTheWay ? "" + file : nowhere);
    }
    assertThat(out).doesNotExist();
  }

  @Test
  @DisplayName("hostile names of experiments and runs")
  void writesNothingOutsideTheResults(ShortRun run) throws Exception {
    Path folder = Files.createDirectory(FolderTest.folder.resolve("names"));
    String yaml = Files.readString(Path.of("experiments", ShortRun.EXPERIMENT + ".yaml"));
    Path out = Files.createDirectory(folder.resolve("results"));
    List<String> names =
        List.of(
            "..", "...", "-rf", "a b", "a\u001b[2Jb", "a\nb", "A", "a".repeat(65), "ä", "con.x");
    for (String name : names) {
      Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
      Application.Ended ended =
          Application.PLAIN.run("run", "--out", "" + out, "--", file.toString());
      ended.assertFailed("not an experiment's name");
      Files.delete(file);
    }
    // A path may lead anywhere; what is written goes by the file's name alone.
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/deep"));
    Files.writeString(elsewhere.resolveSibling("outside.yaml"), yaml);
    Application.PLAIN
        .run(
            "run",
            elsewhere + "/../outside.yaml",
            "--epochs",
            "1",
            "--data",
            "" + run.data(),
            "--out",
            "" + out)
        .assertEndedWell();
    assertThat(out.resolve("outside/seed-1/run.json")).exists();
    assertThat(Application.files(folder))
        .allMatch(file -> file.startsWith("results/") || file.equals("elsewhere/outside.yaml"));
  }

  @Test
  @DisplayName("two processes in one results folder")
  void leavesARunToTheOneThatTrainsItAndTakesItOverWhenThatIsKilled(ShortRun run) throws Exception {
    Path out = folder.resolve("in-use");
    Process first = makesForever(run, out);
    try {
      List<String> more = new ArrayList<>(run.command(out));
      more.addAll(List.of("--seeds", "1-2"));
      Application.Ended second = Application.PLAIN.run(more);
      second.assertEndedWell();
      assertThat(second.lines())
          .filteredOn(line -> line.contains("seed 1: "))
          .singleElement()
          .asString()
          .matches(".*, seed 1: skipped: in use by process %d on .+".formatted(first.pid()));
      assertThat(out.resolve(ShortRun.EXPERIMENT + "/seed-2/run.json")).exists();
      assertThat(out.resolve(ShortRun.FOLDER + "/run.json")).doesNotExist();
      assertThat(first.isAlive()).isTrue();
    } finally {
      first.destroyForcibly().waitFor();
    }
    Folders.delete(out.resolve(ShortRun.EXPERIMENT + "/seed-2"));
    run.assertFinishes(out);
  }

  /** As on a file system without locks: the system call fails for this file. */
  @Test
  @DisplayName("two processes on one run, without locks")
  void endWithTheSameBytesThoughNothingIsLocked(ShortRun run) throws Exception {
    assumeThat(Application.can("strace", "-f", "true")).as("no strace").isTrue();
    Path out = folder.resolve("unlocked");
    Path lock = out.toAbsolutePath().resolve(ShortRun.FOLDER + "/.lock");
    Application unlocked =
        Application.PLAIN.inside(
            "strace",
            "-f",
            "-qq",
            "-o",
            folder.resolve("trace.txt").toString(),
            "-P",
            lock.toString(),
            "-e",
            "trace=fcntl",
            "-e",
            "inject=fcntl:error=ENOLCK");
    Path output = folder.resolve("unlocked.txt");
    Process first = unlocked.start(output, run.command(out));
    Application.Ended second = unlocked.run(run.command(out));
    assertThat(first.waitFor()).as(Files.readString(output)).isZero();
    second.assertEndedWell();
    assertThat(second.lines())
        .filteredOn(line -> line.contains("no locks on this file system (No locks available)"))
        .hasSize(1);
    run.assertSame(out);
  }

  /** Returns a process that makes the run, with far more epochs, and has begun. */
  private static Process makesForever(ShortRun run, Path out) throws Exception {
    List<String> longer = new ArrayList<>(run.command(out));
    longer.set(longer.indexOf("--epochs") + 1, "10000");
    Process process = Application.PLAIN.start(folder.resolve("in-use.txt"), longer);
    while (!Files.exists(out.resolve(ShortRun.FOLDER + "/.lock")) && process.isAlive()) {
      Thread.onSpinWait();
    }
    return process;
  }
}
