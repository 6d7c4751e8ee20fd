package org.tinymnist.device;

import java.util.List;
import java.util.Optional;
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
   * @param operation its name
   * @param gpus as the driver lists them
   * @return empty if it did not run
   */
  static Optional<Device> of(RunMetadata trace, String operation, List<Gpu> gpus) {
    return trace.getStepStats().getDevStatsList().stream()
        .filter(device -> ran(device, operation))
        .map(device -> named(device.getDevice(), gpus))
        .findFirst();
  }

  private static boolean ran(DeviceStepStats device, String operation) {
    return device.getNodeStatsList().stream()
        .anyMatch(node -> node.getNodeName().equals(operation));
  }

  private static Device named(String name, List<Gpu> gpus) {
    int at = name.indexOf(GPU);
    return at < 0 ? CPU : of(gpus.get(Integer.parseInt(name.substring(at + GPU.length()))));
  }
}
