package org.tinymnist.device;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/**
 * The device that TensorFlow computes on.
 *
 * @param name for people: {@code CPU}, or the GPU's name and compute capability
 * @param gpu whether it is a GPU
 * @param onednn whether convolutions run in oneDNN's kernels
 * @param deterministic whether this is a GPU that must give the same bits each time, which takes a
 *     deterministic kernel for each operation; the CPU always gives the same bits
 */
public record Device(String name, boolean gpu, boolean onednn, boolean deterministic) {

  /** The CPU, with unknown kernels. */
  public static final Device CPU = new Device("CPU", false, false, false);

  private static final String GPU = "/device:GPU:";

  /** Large enough for oneDNN: TensorFlow computes a single small image without it. */
  private static final Shape IMAGES = Shape.of(8, 28, 28, 1);

  /**
   * One thread for the kernels of this process: all sessions share a pool, whose size TensorFlow
   * takes from the first session.
   */
  private static final ConfigProto ONE_CORE =
      ConfigProto.newBuilder().setIntraOpParallelismThreads(1).build();

  /**
   * Runs a first convolution in TensorFlow.
   *
   * @param gpus the GPUs that TensorFlow may use
   * @param deterministic whether TensorFlow is in its deterministic mode
   * @return the device of the convolution
   * @throws TensorFlowException if the convolution fails
   */
  static Device probe(List<Gpu> gpus, boolean deterministic) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, ONE_CORE);
        TFloat32 images = TFloat32.tensorOf(IMAGES)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class);
      Operand<TFloat32> kernel = tf.constant(new float[3][3][1][8]);
      Operand<TFloat32> y = tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "VALID");
      RunOptions trace =
          RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.SOFTWARE_TRACE).build();
      try (Result result =
          session.runner().setOptions(trace).feed(x, images).fetch(y).runAndFetchMetadata()) {
        return of(result.getMetadata().orElseThrow(), gpus, deterministic);
      }
    }
  }

  /** Returns the device of a trace's first convolution. */
  static Device of(RunMetadata trace, List<Gpu> gpus, boolean deterministic) {
    DeviceStepStats stats = convolving(trace).get(0);
    int at = stats.getDevice().indexOf(GPU);
    if (at < 0) {
      return new Device(CPU.name, false, runs(stats, "_MklNativeConv2D"), false);
    }
    Gpu gpu = gpus.get(Integer.parseInt(stats.getDevice().substring(at + GPU.length())));
    String name = "%s, compute capability %s".formatted(gpu.name(), gpu.computeCapability());
    return new Device(name, true, false, deterministic);
  }

  /** Returns whether all convolutions of a session's trace, at least one, ran on this device. */
  public boolean ran(RunMetadata trace) {
    List<DeviceStepStats> devices = convolving(trace);
    return !devices.isEmpty()
        && devices.stream().allMatch(device -> device.getDevice().contains(GPU) == gpu);
  }

  private static List<DeviceStepStats> convolving(RunMetadata trace) {
    return trace.getStepStats().getDevStatsList().stream()
        .filter(device -> runs(device, "Conv2D"))
        .toList();
  }

  /** The tracer's label is {@code name = Kernel(inputs)}. */
  private static boolean runs(DeviceStepStats device, String kernel) {
    return device.getNodeStatsList().stream()
        .anyMatch(node -> node.getTimelineLabel().contains(kernel + "("));
  }
}
