package org.tinymnist.device;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The environment variables that TensorFlow reads once, when its native library is loaded. Java
 * cannot set one of its own process, so C's function is called.
 */
public final class TensorFlowEnvironment {

  /** JNA's own log, which shows a stack trace before the exception that tells the same. */
  private static final Logger JNA = Logger.getLogger("com.sun.jna.Native");

  static {
    JNA.setLevel(Level.OFF);
  }

  private TensorFlowEnvironment() {}

  /**
   * Sets what every use of TensorFlow here wants, before the first one: errors only in its log, and
   * oneDNN's kernels on every x86-64 processor, where TensorFlow by itself takes them on those with
   * AVX-512 VNNI or newer. A variable that the user has set stays.
   */
  public static void prepare() {
    setDefault("TF_CPP_MIN_LOG_LEVEL", "2");
    if (Platform.ARCH.equals("x86-64")) {
      setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
    }
  }

  static void prepare(boolean gpu, boolean deterministic, boolean verbose) {
    prepare();
    if (verbose) {
      setDefault("TF_CPP_MIN_LOG_LEVEL", "0");
    }
    if (!gpu) {
      hideGpus();
    }
    if (deterministic) {
      set("TF_DETERMINISTIC_OPS", "1");
    }
    // Programs can share a GPU; what is called float32 is not to be the shorter TF32; and GPUs are
    // counted as nvidia-smi does.
    setDefault("TF_FORCE_GPU_ALLOW_GROWTH", "true");
    setDefault("NVIDIA_TF32_OVERRIDE", "0");
    setDefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
  }

  static void hideGpus() {
    set(NvidiaDriver.VISIBLE, "-1");
  }

  /**
   * Runs what has TensorFlow write lines that no variable suppresses, such as a warning that its
   * log is not set up; errors come as exceptions all the same.
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
