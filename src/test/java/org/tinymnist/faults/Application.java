package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as it is built, in a process of its own.
 *
 * @param wrapper a command that takes the program's as its arguments; may be empty
 * @param options of the JVM
 * @param environment variables of the process, besides those of this one
 */
record Application(List<String> wrapper, List<String> options, Map<String, String> environment) {

  static final Path JAR = Path.of("target/tiny-mnist.jar");

  /** As it is, with nothing done to it. */
  static final Application PLAIN = new Application(List.of(), List.of(), Map.of());

  /** Longer than any command here takes on a slow machine: what runs on hangs. */
  private static final int HANGS_AFTER_SECONDS = 180;

  /**
   * How a process ended.
   *
   * @param exit its exit code
   * @param lines what it printed
   */
  record Ended(int exit, List<String> lines) {

    /** Holds if it failed with one line that says why, in these words. */
    void assertFailed(String... words) {
      assertThat(exit).as("%s", lines).isEqualTo(1);
      assertThat(failures()).as("%s", lines).hasSize(1).first().asString().contains(words);
      assertNoTrace();
    }

    /** Holds if it ended well, or failed with a line for each thing that went wrong. */
    void assertFailedInLinesIfAtAll() {
      assertThat(exit).as("%s", lines).isIn(0, 1);
      assertThat(failures().isEmpty()).as("%s", lines).isEqualTo(exit == 0);
      assertNoTrace();
    }

    void assertEndedWell() {
      assertThat(exit).as("%s", lines).isZero();
      assertNoTrace();
    }

    /** The lines in which the program, or one of its runs, says why it failed. */
    List<String> failures() {
      return lines.stream()
          .filter(line -> line.startsWith("tiny-mnist: ") || line.contains(": failed: "))
          .toList();
    }

    private void assertNoTrace() {
      assertThat(lines).noneMatch(line -> line.matches("\\s+at .*|Caused by.*|Exception in .*"));
    }
  }

  Application inside(String... command) {
    return new Application(List.of(command), options, environment);
  }

  /** Under a shell that does something first. */
  Application after(String script) {
    return inside("sh", "-c", script + "\nexec \"$@\"", "sh");
  }

  /** Under a shell that may mount folders that nobody else sees. */
  Application mounting(String script) {
    return inside("unshare", "-rm", "sh", "-c", "set -e\n" + script + "\nexec \"$@\"", "sh");
  }

  Application with(String... options) {
    return new Application(wrapper, List.of(options), environment);
  }

  Application with(Map<String, String> environment) {
    return new Application(wrapper, options, environment);
  }

  /** Starts it; what it prints goes into a file. */
  Process start(Path output, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What ends after seconds is not worth compiling well.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  Ended run(List<String> arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    try {
      Process process = start(output, arguments);
      boolean ended = process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      List<String> lines = Files.readAllLines(output);
      assertThat(ended).as("it hangs: %s", lines).isTrue();
      return new Ended(process.exitValue(), lines);
    } finally {
      Files.delete(output);
    }
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }

  /** Whether a command is there and can do this on this machine. */
  static boolean can(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static boolean canMount() throws InterruptedException {
    return can("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt");
  }

  /** All files below a folder, relative to it. */
  static List<String> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
