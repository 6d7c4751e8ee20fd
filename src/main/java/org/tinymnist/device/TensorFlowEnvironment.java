package org.tinymnist.device;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The environment variables that TensorFlow reads once, when its native library is loaded. Java
 * cannot set them for its own process, so C's function is called.
 */
public final class TensorFlowEnvironment {

  /** JNA's log, which prints a stack trace before it throws the same exception. */
  private static final Logger JNA = Logger.getLogger("com.sun.jna.Native");

  static {
    JNA.setLevel(Level.OFF);
  }

  private TensorFlowEnvironment() {}

  /**
   * Sets what every use of TensorFlow needs, before the first one: only errors in its log, and
   * oneDNN's kernels on every x86-64 processor. By default TensorFlow uses them only on processors
   * with AVX-512 VNNI. A variable that the user has set is kept.
   */
  public static void prepare() {
    setDefault("TF_CPP_MIN_LOG_LEVEL", "2");
    if (Platform.ARCH.equals("x86-64")) {
      setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
    }
  }

  /**
   * Prepares for building graphs as well. TensorFlow Java numbers operations in the digits of the
   * default locale, and TensorFlow accepts only ASCII.
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
    // Programs can share a GPU, float32 is not computed as the shorter TF32, and GPUs are numbered
    // as nvidia-smi numbers them.
    setDefault("TF_FORCE_GPU_ALLOW_GROWTH", "true");
    setDefault("NVIDIA_TF32_OVERRIDE", "0");
    setDefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
  }

  static void hideGpus() {
    set(NvidiaDriver.VISIBLE, "-1");
  }

  /**
   * Runs an action without TensorFlow's lines on standard error. Those of its first session come
   * whatever {@code TF_CPP_MIN_LOG_LEVEL} is. Errors are still thrown as exceptions.
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
