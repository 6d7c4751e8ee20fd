package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.StepStats;
import org.tinymnist.device.DeviceSelection.GpuUse;
import org.tinymnist.device.NvidiaDriver.Gpu;

class DeviceTest {

  private static final List<Gpu> GPUS =
      List.of(
          new Gpu("NVIDIA H200", "9.0", "143771 MiB"), new Gpu("NVIDIA A100", "8.0", "40960 MiB"));

  @Test
  void isTheOneThatTheConvolutionRanOnByWhateverKernel() {
    RunMetadata.Builder trace = trace("/job:localhost/task:0/device:CPU:0", "Const");
    trace.mergeFrom(trace("/job:localhost/task:0/device:GPU:1", "_FusedConv2D").build());
    assertThat(Device.of(trace.build(), GPUS, true))
        .isEqualTo(new Device("NVIDIA A100, compute capability 8.0", true, false, true));
    assertThat(Device.of(trace("/device:CPU:0", "Conv2D").build(), GPUS, true))
        .isEqualTo(Device.CPU);
    assertThat(Device.of(trace("/device:CPU:0", "_MklNativeConv2D").build(), GPUS, false))
        .isEqualTo(new Device("CPU", false, true, false));
  }

  @Test
  void isTheProcessorWithOneDnnWhereTensorFlowSeesNoGpu() {
    Device device = DeviceSelection.load(GpuUse.OFF, false, false).device();
    boolean expected =
        Platform.ARCH.equals("x86-64") && !"0".equals(System.getenv("TF_ENABLE_ONEDNN_OPTS"));
    assertThat(device.gpu()).isFalse();
    if (expected) {
      assertThat(device.onednn()).isTrue();
    }
  }

  @Test
  void isNoneThatTheConvolutionDidNotRunOn() {
    RunMetadata onCpu = trace("/device:CPU:0", "_MklNativeConv2D").build();
    RunMetadata onGpu = trace("/device:GPU:0", "Conv2D").build();
    Device gpu = Device.of(onGpu, GPUS, false);
    assertThat(Device.CPU.ran(onCpu)).isTrue();
    assertThat(gpu.ran(onGpu)).isTrue();
    assertThat(gpu.ran(onCpu)).isFalse();
    assertThat(Device.CPU.ran(onGpu)).isFalse();
    assertThat(gpu.ran(onGpu.toBuilder().mergeFrom(onCpu).build())).isFalse();
    assertThat(gpu.ran(trace("/device:GPU:0", "MatMul").build())).isFalse();
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
