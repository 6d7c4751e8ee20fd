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
  void isTheOneThatTheOperationRanOnByWhateverKernel() {
    RunMetadata trace =
        trace("/job:localhost/replica:0/task:0/device:CPU:0", "Const")
            .mergeFrom(
                trace("/job:localhost/replica:0/task:0/device:GPU:1", "_FusedConv2D").build())
            .build();
    assertThat(Device.of(trace, "Conv2D", GPUS))
        .contains(new Device("NVIDIA A100, compute capability 8.0", true));
    assertThat(Device.of(trace, "Const", GPUS)).contains(Device.CPU);
    assertThat(Device.of(trace, "MatMul", GPUS)).isEmpty();
  }

  @Test
  void isTheProcessorWhereTensorFlowSeesNoGpu() {
    NativeLibrary.load(GpuUse.OFF, false, false, note -> {});
    assertThat(Probe.run(List.of()).device()).contains(Device.CPU);
  }

  @Test
  void isNoneThatTheOperationDidNotRunOn() {
    RunMetadata onCpu = trace("/device:CPU:0", "_MklNativeConv2D").build();
    RunMetadata onGpu = trace("/device:GPU:0", "Conv2D").build();
    Device gpu = Device.of(GPUS.get(0));
    assertThat(Device.CPU.ran(onCpu, "Conv2D")).isTrue();
    assertThat(gpu.ran(onGpu, "Conv2D")).isTrue();
    assertThat(gpu.ran(onCpu, "Conv2D")).isFalse();
    assertThat(Device.CPU.ran(onGpu, "Conv2D")).isFalse();
    assertThat(gpu.ran(onGpu.toBuilder().mergeFrom(onCpu).build(), "Conv2D")).isFalse();
    assertThat(gpu.ran(onGpu, "MatMul")).isFalse();
  }

  private static RunMetadata.Builder trace(String device, String type) {
    return RunMetadata.newBuilder()
        .setStepStats(
            StepStats.newBuilder()
                .addDevStats(
                    DeviceStepStats.newBuilder()
                        .setDevice(device)
                        .addNodeStats(
                            NodeExecStats.newBuilder()
                                .setTimelineLabel("node = %s(input)".formatted(type)))));
  }
}
