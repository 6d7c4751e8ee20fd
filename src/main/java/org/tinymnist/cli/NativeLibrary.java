package org.tinymnist.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** Loads TensorFlow's native library, before the first use of it. */
final class NativeLibrary {

  private static final int STANDARD_ERROR = 2;
  private static final int WRITE_ONLY = 1;

  /** Held, for a logger that nobody holds forgets its level. */
  private static final Logger JNA = Logger.getLogger("com.sun.jna");

  private NativeLibrary() {}

  /**
   * Loads the library; the first time on a machine it is unpacked, which takes some seconds.
   *
   * <p>TensorFlow's C++ code logs in two ways. One heeds an environment variable of this process.
   * The other heeds nothing, but speaks only once, when the first session runs: so one is run here,
   * with standard error turned away. Java has a call for neither; where there is none in C either,
   * on Windows, the chatter stays.
   *
   * @param verbose whether TensorFlow says more than errors
   * @throws IllegalStateException if there is no library for this machine, or it cannot be loaded
   */
  static void load(boolean verbose) {
    JNA.setLevel(verbose ? Level.INFO : Level.OFF);
    try {
      if (verbose || Platform.isWindows()) {
        runSession();
      } else {
        c("setenv", "TF_CPP_MIN_LOG_LEVEL", "2", 0);
        withoutStandardError(NativeLibrary::runSession);
      }
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "TensorFlow's native library cannot be loaded: %s; it takes 700 MB where it is unpacked"
              .formatted(origin(e).getMessage()),
          e);
    }
  }

  /** The loader tries many places: what went wrong first is what comes last. */
  private static Throwable origin(Throwable e) {
    return e.getCause() == null ? e : origin(e.getCause());
  }

  private static void runSession() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      session.runner().fetch(Ops.create(graph).constant(0)).run().close();
    }
  }

  private static void withoutStandardError(Runnable action) {
    int saved = c("dup", STANDARD_ERROR);
    int nowhere = c("open", "/dev/null", WRITE_ONLY);
    c("dup2", nowhere, STANDARD_ERROR);
    try {
      action.run();
    } finally {
      c("dup2", saved, STANDARD_ERROR);
      c("close", saved);
      c("close", nowhere);
    }
  }

  private static int c(String function, Object... arguments) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, function).invokeInt(arguments);
  }
}
