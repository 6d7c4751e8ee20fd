package org.tinymnist.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * How a command ended.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it printed as errors; empty for a process, whose both are one
 */
public record Outcome(int exit, String out, String err) {

  static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  static Outcome of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exit = line.execute(texts(List.of(arguments)));
    return new Outcome(exit, out.toString(), err.toString());
  }

  private static String[] texts(List<?> arguments) {
    return arguments.stream().map(Object::toString).toArray(String[]::new);
  }

  String said() {
    return out + err;
  }

  public static Outcome of(Process process) throws IOException, InterruptedException {
    // Longer than any command here takes on a slow machine: what runs on hangs.
    CompletableFuture.delayedExecutor(10, TimeUnit.MINUTES).execute(process::destroyForcibly);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), said, "");
  }

  /** Starts the program in a process of its own, by a command that takes another as arguments. */
  public static Process start(List<String> wrapper, Object... arguments) throws IOException {
    return start(Main.class, wrapper, arguments);
  }

  public static Process start(Class<?> main, List<String> wrapper, Object... arguments)
      throws IOException {
    return java(List.of("-cp", CLASS_PATH, main.getName()), wrapper, arguments);
  }

  /** Starts Java with options that say which program. */
  public static Process java(List<String> program, List<String> wrapper, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What ends after seconds is not worth compiling well.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(program);
    command.addAll(List.of(texts(List.of(arguments))));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
