package org.tinymnist.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that measures. It may say {@code ready} once it is warm, and then waits for a line, so
 * that several of them measure at the same time. The last line that it says is a {@link Sample}.
 */
final class Fork implements AutoCloseable {

  /** A process that did not measure; the message is one line. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private FailedException(String message) {
      super(message);
    }
  }

  private static final String READY = "ready";

  private final double startedAt = System.currentTimeMillis() / 1e3;
  private final Path log;
  private final Process process;
  private final BufferedReader output;
  private String last = "";

  /**
   * Starts a process.
   *
   * @param log receives what it writes to standard error
   */
  Fork(List<String> command, Path log) throws IOException {
    this.log = log;
    this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Waits until the process is ready, or has ended. */
  void awaitReady() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(READY)) {
        return;
      }
      last = line;
    }
  }

  /** Lets the process measure. */
  void go() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended: sample() tells how.
    }
  }

  /** Waits for the end of the process. */
  Sample sample() throws IOException, InterruptedException, FailedException {
    awaitReady();
    if (process.waitFor() != 0) {
      String said = lastLine(log);
      throw new FailedException(said.isEmpty() ? "exit status " + process.exitValue() : said);
    }
    try {
      return Sample.parse(last);
    } catch (JsonProcessingException e) {
      throw new FailedException(
          "'%s' is no measurement: %s".formatted(last, e.getOriginalMessage()));
    }
  }

  /** The last thing that a process wrote to its log. */
  static String lastLine(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce("", (a, b) -> b);
  }

  /** Seconds from the start of the process to its first step. */
  double firstStepSeconds(Sample sample) {
    return sample.firstStepAt() - startedAt;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
