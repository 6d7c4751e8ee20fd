package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tinymnist.cli.Outcome;

/**
 * The program as it is built, in a process of its own.
 *
 * @param wrapper a command that takes the program's as its arguments; may be empty
 */
record Application(List<String> wrapper) {

  static final Path JAR = Path.of("target/tiny-mnist.jar");

  static final Application PLAIN = new Application(List.of());

  Application inside(String... command) {
    return new Application(List.of(command));
  }

  /** Under a shell that may mount folders that nobody else sees, and does something first. */
  Application mounting(String script) {
    return inside("unshare", "-rm", "sh", "-c", "set -e\n" + script + "\nexec \"$@\"", "sh");
  }

  Application with(String... options) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(List.of("env", "JDK_JAVA_OPTIONS=" + String.join(" ", options)));
    return new Application(command);
  }

  Process start(String... arguments) throws IOException {
    return Outcome.java(List.of("-jar", JAR.toString()), wrapper, (Object[]) arguments);
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = Outcome.of(start(arguments));
    check(outcome);
    return outcome;
  }

  /** Holds if it shows no stack trace, and a line for a failure if and only if it failed. */
  static void check(Outcome outcome) {
    assertThat(outcome.out()).doesNotContainPattern("(?m)^(\\s+at |Caused by|Exception in )");
    assertThat(failures(outcome).isEmpty()).as("%s", outcome).isEqualTo(outcome.exit() == 0);
  }

  void succeeds(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = run(arguments);
    assertThat(outcome.exit()).as(outcome.out()).isZero();
  }

  /** Holds if it fails with one line that says why, in words of this pattern. */
  void fails(String words, String... arguments) throws IOException, InterruptedException {
    Outcome outcome = run(arguments);
    assertThat(outcome.exit()).as(outcome.out()).isEqualTo(1);
    assertThat(failures(outcome)).hasSize(1).first().asString().containsPattern(words);
  }

  /** The lines in which the program, or one of its runs, says why it failed. */
  private static List<String> failures(Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.startsWith("tiny-mnist: ") || line.contains(": failed: "))
        .toList();
  }

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

  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
