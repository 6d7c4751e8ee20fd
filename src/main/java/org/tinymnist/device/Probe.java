package org.tinymnist.device;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/**
 * What came of a first convolution in TensorFlow.
 *
 * @param device that it ran on; empty if it failed
 * @param problem TensorFlow's reason; empty if it ran
 */
public record Probe(Optional<Device> device, Optional<String> problem) {

  /**
   * One thread for the kernels of this process: TensorFlow takes the size of the pool that all
   * sessions share from the first one, and ignores what later ones ask for.
   */
  private static final ConfigProto ONE_CORE =
      ConfigProto.newBuilder().setIntraOpParallelismThreads(1).build();

  /**
   * Runs it.
   *
   * @param gpus that TensorFlow may find: without one, there is no reason to go on after a failure
   * @throws TensorFlowException if it fails, and there is no GPU
   */
  static Probe run(List<Gpu> gpus) {
    try {
      return new Probe(Optional.of(device(gpus)), Optional.empty());
    } catch (TensorFlowException e) {
      if (gpus.isEmpty()) {
        throw e;
      }
      return new Probe(Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private static Device device(List<Gpu> gpus) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, ONE_CORE);
        TFloat32 image = TFloat32.tensorOf(Shape.of(1, 8, 8, 1))) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class);
      Operand<TFloat32> kernel = tf.constant(new float[3][3][1][8]);
      Operand<TFloat32> y = tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "VALID");
      RunOptions trace =
          RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.SOFTWARE_TRACE).build();
      try (Result result =
          session.runner().setOptions(trace).feed(x, image).fetch(y).runAndFetchMetadata()) {
        return Device.of(result.getMetadata().orElseThrow(), "Conv2D", gpus).orElseThrow();
      }
    }
  }
}
