package org.tinymnist.device;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Loads TensorFlow's native library, before the first use of it. */
public final class NativeLibrary {

  private static final int STANDARD_ERROR = 2;
  private static final int RESERVE = 1 << 20;
  private static final int WRITE_ONLY = 1;

  /** Is there in the build for GPUs only. */
  private static final String GPU_BUILD =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  /** Held, for a logger that nobody holds forgets its level. */
  private static final Logger JNA = Logger.getLogger("com.sun.jna");

  private NativeLibrary() {}

  /**
   * Loads the library; the first time on a machine it is unpacked, which takes some seconds, and so
   * are CUDA's if there is a GPU that wants them.
   *
   * <p>TensorFlow's C++ code logs in two ways. One heeds an environment variable of this process.
   * The other heeds nothing, but speaks only once, when the first session runs: so one is run here,
   * with standard error turned away. Java has a call for neither; where there is none in C either,
   * on Windows, the chatter stays.
   *
   * @param use what the GPU is for; GPUs are hidden from TensorFlow if it is off
   * @param deterministic whether a GPU is to give the same bits each time: operations that cannot
   *     then fail, whatever computes with them
   * @param verbose whether TensorFlow says more than errors
   * @param notes hears of what takes long
   * @return what TensorFlow's operations run on from now on, and why
   * @throws IllegalStateException if there is no library for this machine, or it cannot be loaded
   */
  public static Outlook load(
      GpuUse use, boolean deterministic, boolean verbose, Consumer<String> notes) {
    JNA.setLevel(verbose ? Level.INFO : Level.OFF);
    boolean gpuBuild = NativeLibrary.class.getResource(GPU_BUILD) != null;
    try {
      if (gpuBuild) {
        prepare(use, deterministic);
      }
      NvidiaDriver driver = NvidiaDriver.look(use);
      List<CudaLibrary> libraries =
          use == GpuUse.OFF ? List.of() : CudaLibraries.load(gpuBuild && driver.hasGpu(), notes);
      Supplier<Probe> probe = () -> Probe.run(driver.gpus());
      if (verbose || Platform.isWindows()) {
        return new Outlook(use, gpuBuild, driver, libraries, probe.get());
      }
      setEnvironment("TF_CPP_MIN_LOG_LEVEL", "2", false);
      return new Outlook(use, gpuBuild, driver, libraries, withoutStandardError(probe));
    } catch (IOException | LinkageError e) {
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

  private static void prepare(GpuUse use, boolean deterministic) {
    if (use == GpuUse.OFF) {
      setEnvironment(NvidiaDriver.VISIBLE, "-1", true);
    }
    // Programs can share a GPU; and what is called float32 is not to be the shorter TF32.
    setEnvironment("TF_FORCE_GPU_ALLOW_GROWTH", "true", false);
    setEnvironment("NVIDIA_TF32_OVERRIDE", "0", false);
    if (deterministic) {
      setEnvironment("TF_DETERMINISTIC_OPS", "1", true);
    }
  }

  private static <T> T withoutStandardError(Supplier<T> action) {
    // Where memory runs out, this much is left to let everybody hear of it.
    byte[] reserve = new byte[RESERVE];
    int saved = c("dup", STANDARD_ERROR);
    int nowhere = c("open", "/dev/null", WRITE_ONLY);
    try {
      c("dup2", nowhere, STANDARD_ERROR);
      return action.get();
    } finally {
      Reference.reachabilityFence(reserve);
      reserve = null;
      c("dup2", saved, STANDARD_ERROR);
      c("close", saved);
      c("close", nowhere);
    }
  }

  /** Of this process, as C sees it: Java's own view of it was taken when the JVM began. */
  private static void setEnvironment(String name, String value, boolean overwrite) {
    c("setenv", name, value, overwrite ? 1 : 0);
  }

  private static int c(String function, Object... arguments) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, function).invokeInt(arguments);
  }
}
