package org.tinymnist.device;

import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NVIDIA's driver and the GPUs that it offers, as its own library tells.
 *
 * @param present whether there is one
 * @param version of the driver, such as {@code 560.35.03}; empty if it does not tell
 * @param gpus in its order: TensorFlow takes the first
 * @param problem why no GPU can be used, if there is a reason
 */
public record NvidiaDriver(
    boolean present, Optional<String> version, List<Gpu> gpus, Optional<String> problem) {

  /** The environment variable that hides GPUs from CUDA. */
  static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private static final int SUCCESS = 0;
  private static final int NAME_LENGTH = 256;

  /** The CUDA that TensorFlow is built for, as the driver writes it: any 12 will do. */
  private static final int CUDA = 12_000;

  // Numbers of cuda.h's CUdevice_attribute.
  private static final int COMPUTE_CAPABILITY_MAJOR = 75;
  private static final int COMPUTE_CAPABILITY_MINOR = 76;

  /** Asks the driver, which thereby reads {@code CUDA_VISIBLE_DEVICES} once and for all. */
  static NvidiaDriver look(GpuUse use) {
    if (use == GpuUse.OFF) {
      return absent("--gpu off");
    }
    if (!Platform.isLinux() || !Platform.ARCH.equals("x86-64")) {
      return absent("TensorFlow Java uses GPUs on Linux x86-64 only");
    }
    SharedLibrary cuda;
    try {
      cuda = SharedLibrary.open("libcuda.so.1");
    } catch (UnsatisfiedLinkError e) {
      return absent("no NVIDIA driver: " + e.getMessage());
    }
    Optional<String> version = managementVersion();
    try {
      return new NvidiaDriver(true, version, gpus(cuda), Optional.empty());
    } catch (IllegalStateException e) {
      return new NvidiaDriver(true, version, List.of(), Optional.of(e.getMessage()));
    }
  }

  boolean hasGpu() {
    return !gpus.isEmpty();
  }

  private static NvidiaDriver absent(String reason) {
    return new NvidiaDriver(false, Optional.empty(), List.of(), Optional.of(reason));
  }

  private static List<Gpu> gpus(SharedLibrary cuda) {
    call(cuda, "cuInit", 0);
    IntByReference number = new IntByReference();
    call(cuda, "cuDriverGetVersion", number);
    if (number.getValue() < CUDA) {
      throw new IllegalStateException(
          "the NVIDIA driver is for CUDA %d.%d, expected 12.0 or newer"
              .formatted(number.getValue() / 1000, number.getValue() % 1000 / 10));
    }
    call(cuda, "cuDeviceGetCount", number);
    List<Gpu> gpus = new ArrayList<>();
    for (int i = 0; i < number.getValue(); i++) {
      gpus.add(gpu(cuda, i));
    }
    if (gpus.isEmpty()) {
      throw new IllegalStateException("the NVIDIA driver sees no GPU" + visible());
    }
    return List.copyOf(gpus);
  }

  private static Gpu gpu(SharedLibrary cuda, int ordinal) {
    IntByReference device = new IntByReference();
    call(cuda, "cuDeviceGet", device, ordinal);
    byte[] name = new byte[NAME_LENGTH];
    call(cuda, "cuDeviceGetName", name, name.length, device.getValue());
    LongByReference memory = new LongByReference();
    call(cuda, "cuDeviceTotalMem_v2", memory, device.getValue());
    IntByReference major = new IntByReference();
    call(cuda, "cuDeviceGetAttribute", major, COMPUTE_CAPABILITY_MAJOR, device.getValue());
    IntByReference minor = new IntByReference();
    call(cuda, "cuDeviceGetAttribute", minor, COMPUTE_CAPABILITY_MINOR, device.getValue());
    return new Gpu(text(name), major.getValue() + "." + minor.getValue(), memory.getValue());
  }

  private static void call(SharedLibrary cuda, String function, Object... arguments) {
    int error = cuda.function(function).invokeInt(arguments);
    if (error != SUCCESS) {
      PointerByReference reason = new PointerByReference();
      cuda.function("cuGetErrorString").invokeInt(new Object[] {error, reason});
      Pointer text = reason.getValue();
      throw new IllegalStateException(
          "the NVIDIA driver's %s: error %d%s%s"
              .formatted(
                  function, error, text == null ? "" : " (" + text.getString(0) + ")", visible()));
    }
  }

  private static String visible() {
    String value = System.getenv(VISIBLE);
    return value == null ? "" : "; %s is \"%s\"".formatted(VISIBLE, value);
  }

  /** By the driver's library for management; it may be missing where CUDA is there. */
  private static Optional<String> managementVersion() {
    try {
      SharedLibrary nvml = SharedLibrary.open("libnvidia-ml.so.1");
      byte[] text = new byte[NAME_LENGTH];
      if (nvml.function("nvmlInit_v2").invokeInt(new Object[0]) != SUCCESS) {
        return Optional.empty();
      }
      int error =
          nvml.function("nvmlSystemGetDriverVersion").invokeInt(new Object[] {text, text.length});
      nvml.function("nvmlShutdown").invokeInt(new Object[0]);
      return error == SUCCESS ? Optional.of(text(text)) : Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] terminated) {
    int length = 0;
    while (length < terminated.length && terminated[length] != 0) {
      length++;
    }
    return new String(terminated, 0, length, StandardCharsets.UTF_8);
  }
}
