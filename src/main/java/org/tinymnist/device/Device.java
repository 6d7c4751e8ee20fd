package org.tinymnist.device;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.RunOptions.TraceLevel;
import org.tensorflow.types.TFloat32;
import org.tinymnist.device.NvidiaDriver.Gpu;

/**
 * The device that TensorFlow computes on.
 *
 * @param name {@code CPU}, or the GPU's name and compute capability
 * @param onednn whether convolutions use oneDNN's kernels
 * @param deterministic whether a GPU must use deterministic kernels; the CPU's always are
 */
public record Device(String name, boolean gpu, boolean onednn, boolean deterministic) {

  public static final Device CPU = new Device("CPU", false, false, false);

  private static final String GPU = "/device:GPU:";

  /** One thread: the sessions of a process share a pool whose size the first session sets. */
  private static final ConfigProto ONE_CORE =
      ConfigProto.newBuilder().setIntraOpParallelismThreads(1).build();

  /** Runs a convolution and returns its device; throws TensorFlowException if it fails. */
  static Device probe(List<Gpu> gpus, boolean deterministic) {
    // Large enough for oneDNN: TensorFlow does not use it for a single small image.
    Shape shape = Shape.of(8, 28, 28, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph, ONE_CORE);
        TFloat32 images = TFloat32.tensorOf(shape)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class);
      Operand<TFloat32> kernel = tf.constant(new float[3][3][1][8]);
      Operand<TFloat32> y = tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "VALID");
      RunOptions trace = RunOptions.newBuilder().setTraceLevel(TraceLevel.SOFTWARE_TRACE).build();
      try (Result result =
          session.runner().setOptions(trace).feed(x, images).fetch(y).runAndFetchMetadata()) {
        return of(result.getMetadata().orElseThrow(), gpus, deterministic);
      }
    }
  }

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

  /** Returns whether a trace has convolutions and all ran on this device. */
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
