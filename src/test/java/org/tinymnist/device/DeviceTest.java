package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.StepStats;

class DeviceTest {

  private static final List<Gpu> GPUS =
      List.of(new Gpu("NVIDIA H200", "9.0", 1L << 37), new Gpu("NVIDIA A100", "8.0", 1L << 36));

  @Test
  void isTheOneThatTheOperationRanOn() {
    RunMetadata trace =
        trace("/job:localhost/replica:0/task:0/device:CPU:0", "Const")
            .mergeFrom(trace("/job:localhost/replica:0/task:0/device:GPU:1", "Conv2D").build())
            .build();
    assertThat(Device.of(trace, "Conv2D", GPUS))
        .contains(new Device("NVIDIA A100, compute capability 8.0", true));
    assertThat(Device.of(trace, "Const", GPUS)).contains(Device.CPU);
    assertThat(Device.of(trace, "MatMul", GPUS)).isEmpty();
  }

  @Test
  void isTheProcessorWhereTensorFlowSeesNoGpu() {
    NativeLibrary.load(GpuUse.OFF, false, note -> {});
    assertThat(Probe.run(List.of()).device()).contains(Device.CPU);
  }

  private static RunMetadata.Builder trace(String device, String operation) {
    return RunMetadata.newBuilder()
        .setStepStats(
            StepStats.newBuilder()
                .addDevStats(
                    DeviceStepStats.newBuilder()
                        .setDevice(device)
                        .addNodeStats(NodeExecStats.newBuilder().setNodeName(operation))));
  }
}
