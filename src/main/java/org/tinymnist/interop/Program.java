package org.tinymnist.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Runs other programs. */
final class Program {

  /** A program that did not end well; the message is the last that it said. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private FailedException(String message) {
      super(message);
    }
  }

  /** What the JVM writes below an exception. */
  private static final Pattern STACK_FRAME =
      Pattern.compile("(?m)^\\s+(at |\\.\\.\\. \\d+ more).*$");

  private Program() {}

  /**
   * Runs a program to its end.
   *
   * @param log receives what it writes to standard error
   * @return the last line of its standard output
   */
  static String run(List<String> command, Path log)
      throws FailedException, IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder(command).redirectError(log.toFile());
    // TensorFlow would go on after the message of an exception.
    program.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process = program.start();
    String output;
    try {
      process.getOutputStream().close();
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      String messages = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      String last = lastLine(STACK_FRAME.matcher(messages).replaceAll(""));
      throw new FailedException(last.isEmpty() ? "exit status " + process.exitValue() : last);
    }
    return lastLine(output);
  }

  private static String lastLine(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce("", (a, b) -> b);
  }
}
