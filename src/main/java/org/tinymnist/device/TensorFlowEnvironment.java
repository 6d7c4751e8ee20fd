package org.tinymnist.device;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The environment variables that TensorFlow reads when its native library is loaded. Java cannot
 * set variables of its own process, so this class calls C's functions.
 */
public final class TensorFlowEnvironment {

  /** JNA's log, which prints a stack trace before it throws the same exception. */
  private static final Logger JNA = Logger.getLogger("com.sun.jna.Native");

  static {
    JNA.setLevel(Level.OFF);
  }

  private TensorFlowEnvironment() {}

  /**
   * Limits TensorFlow's log to errors, and enables oneDNN's kernels on every x86-64 processor, not
   * only with AVX-512 VNNI. Must be called before the first use of TensorFlow. Variables that the
   * user has set are kept.
   */
  public static void prepare() {
    setDefault("TF_CPP_MIN_LOG_LEVEL", "2");
    if (Platform.ARCH.equals("x86-64")) {
      setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
    }
  }

  /**
   * Prepares for building graphs as well: TensorFlow Java names operations with the digits of the
   * default locale, but TensorFlow accepts only ASCII.
   */
  public static void prepareToBuild() {
    prepare();
    if (!String.format("%d", 0).equals("0")) {
      Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    }
  }

  static void prepare(boolean deterministic, boolean verbose) {
    prepare();
    if (verbose) {
      setDefault("TF_CPP_MIN_LOG_LEVEL", "0");
    }
    if (deterministic) {
      set("TF_DETERMINISTIC_OPS", "1");
    }
    // Share the GPU's memory, compute float32 without TF32, number GPUs as nvidia-smi does.
    setDefault("TF_FORCE_GPU_ALLOW_GROWTH", "true");
    setDefault("NVIDIA_TF32_OVERRIDE", "0");
    setDefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
  }

  static void hideGpus() {
    set(NvidiaDriver.VISIBLE, "-1");
  }

  /**
   * Runs an action without TensorFlow's messages on standard error: its first session prints some
   * at every {@code TF_CPP_MIN_LOG_LEVEL}.
   */
  static <T> T silently(Supplier<T> action) {
    int standardError = Platform.isWindows() ? -1 : c("dup", 2);
    if (standardError < 0) {
      return action.get();
    }
    int nowhere = c("open", "/dev/null", 1);
    c("dup2", nowhere, 2);
    try {
      return action.get();
    } finally {
      c("dup2", standardError, 2);
      c("close", standardError);
      c("close", nowhere);
    }
  }

  private static int c(String function, Object... arguments) {
    return Function.getFunction("c", function).invokeInt(arguments);
  }

  private static void setDefault(String name, String value) {
    if (System.getenv(name) == null) {
      set(name, value);
    }
  }

  private static void set(String name, String value) {
    if (Platform.isWindows()) {
      Function.getFunction("ucrtbase", "_putenv_s").invokeInt(new Object[] {name, value});
    } else {
      c("setenv", name, value, 1);
    }
  }
}
