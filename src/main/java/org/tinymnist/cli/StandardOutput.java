package org.tinymnist.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Standard output that keeps the reason of a failed write, which a PrintWriter drops. */
final class StandardOutput extends FilterOutputStream {

  /** A shell's exit code for SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  // Bits of st_mode.
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private IOException failure;

  StandardOutput() {
    super(new FileOutputStream(FileDescriptor.out));
  }

  /** Returns a writer in the terminal's encoding, or else the locale's. */
  PrintWriter writer() {
    String locale = System.getProperty("native.encoding", Charset.defaultCharset().name());
    String jdk17 = System.getProperty("sun.stdout.encoding", locale);
    String charset = System.getProperty("stdout.encoding", jdk17);
    return new PrintWriter(this, true, Charset.forName(charset));
  }

  /** Returns whether output goes to a terminal with ECMA-48 control sequences. */
  static boolean isTerminal() {
    String type = System.getenv("TERM");
    return type != null
        && !type.equals("dumb")
        && !Platform.isWindows()
        && Function.getFunction("c", "isatty").invokeInt(new Object[] {1}) != 0;
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Returns the exit code; lost output is a failure, silent for a closed pipe as of head. */
  int exit(int code) {
    if (failure == null) {
      return code;
    }
    if (isPipe()) {
      return CLOSED_PIPE;
    }
    System.err.println(Main.NAME + ": standard output: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The exception's message is localized, so it cannot be matched. */
  private static boolean isPipe() {
    try {
      int type = (int) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
