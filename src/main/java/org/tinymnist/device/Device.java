package org.tinymnist.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.RunMetadata;

/**
 * What TensorFlow's operations run on.
 *
 * @param name for people: {@code CPU}, or the GPU's and its compute capability
 * @param gpu whether it is one
 */
public record Device(String name, boolean gpu) {

  /** The processor. */
  public static final Device CPU = new Device("CPU", false);

  private static final String GPU = "/device:GPU:";

  static Device of(Gpu gpu) {
    return new Device(
        "%s, compute capability %s".formatted(gpu.name(), gpu.computeCapability()), true);
  }

  /**
   * The device that an operation really ran on.
   *
   * @param trace of a session's run
   * @param type of the operation, such as {@code Conv2D}; its kernel may be another's, {@code
   *     _MklNativeConv2D}
   * @param gpus as the driver lists them
   * @return empty if there was none
   */
  static Optional<Device> of(RunMetadata trace, String type, List<Gpu> gpus) {
    return names(trace, type).map(name -> named(name, gpus)).findFirst();
  }

  /**
   * Whether this is what a session really ran on.
   *
   * @param trace of its run
   * @param type of the operations that tell, as above: all of them ran on such a device
   */
  public boolean ran(RunMetadata trace, String type) {
    List<String> names = names(trace, type).toList();
    return !names.isEmpty() && names.stream().allMatch(name -> name.contains(GPU) == gpu);
  }

  private static Stream<String> names(RunMetadata trace, String type) {
    return trace.getStepStats().getDevStatsList().stream()
        .filter(device -> ran(device, type))
        .map(DeviceStepStats::getDevice);
  }

  /** The tracer's label is {@code name = Type(inputs)}. */
  private static boolean ran(DeviceStepStats device, String type) {
    return device.getNodeStatsList().stream()
        .anyMatch(node -> node.getTimelineLabel().contains(type + "("));
  }

  private static Device named(String name, List<Gpu> gpus) {
    int at = name.indexOf(GPU);
    return at < 0 ? CPU : of(gpus.get(Integer.parseInt(name.substring(at + GPU.length()))));
  }
}
