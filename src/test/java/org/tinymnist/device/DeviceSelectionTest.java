package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tinymnist.device.DeviceSelection.GpuUse;
import org.tinymnist.device.NvidiaDriver.Gpu;

class DeviceSelectionTest {

  private static final NvidiaDriver NONE =
      new NvidiaDriver(Optional.empty(), List.of(), Optional.of("no NVIDIA GPU: reason"));
  private static final Gpu GPU = new Gpu("NVIDIA H200", "9.0", "143771 MiB");
  private static final NvidiaDriver DRIVER =
      new NvidiaDriver(Optional.of("560.35.03"), List.of(GPU), Optional.empty());
  private static final List<CudaLibrary> FOUND =
      List.of(new CudaLibrary("libcudart.so.12", Optional.of(Path.of("f")), Optional.empty()));
  private static final List<CudaLibrary> MISSING =
      List.of(new CudaLibrary("libcudnn.so.9", Optional.empty(), Optional.of("no such file")));
  private static final Optional<Device> ON_CPU = Optional.of(Device.CPU);
  private static final Optional<Device> ON_GPU =
      Optional.of(new Device("NVIDIA H200, compute capability 9.0", true, false, false));

  @Test
  void namesTheGpuAndItsComputeCapability() {
    for (GpuUse use : new GpuUse[] {GpuUse.ON, GpuUse.AUTO}) {
      DeviceSelection selection = selection(use, true, DRIVER, FOUND, ON_GPU);
      assertThat(selection.sentence())
          .isEqualTo("will train on NVIDIA H200, compute capability 9.0");
      assertThat(selection.device().gpu()).isTrue();
      assertThat(selection.fallsBack()).isFalse();
    }
  }

  @Test
  void trainsOnTheCpuWithoutAWordWhereNothingSpeaksOfAGpu() {
    DeviceSelection selection = selection(GpuUse.AUTO, false, NONE, MISSING, ON_CPU);
    assertThat(selection.device()).isEqualTo(Device.CPU);
    assertThat(selection.fallsBack()).isFalse();
  }

  @Test
  void saysWhyAGpuGoesUnused() {
    assertFallsBack(true, NONE, MISSING, "no NVIDIA GPU: reason");
    assertFallsBack(true, DRIVER, MISSING, "libcudnn.so.9: no such file");
    assertFallsBack(false, DRIVER, FOUND, "the program was built for the CPU");
    assertFallsBack(true, DRIVER, FOUND, "TensorFlow found no usable GPU");
  }

  private static void assertFallsBack(
      boolean gpuBuild, NvidiaDriver driver, List<CudaLibrary> libraries, String reason) {
    DeviceSelection auto = selection(GpuUse.AUTO, gpuBuild, driver, libraries, ON_CPU);
    assertThat(auto.sentence()).startsWith("will train on the CPU: " + reason);
    assertThat(auto.fallsBack()).isTrue();
    assertThat(auto.device()).isEqualTo(Device.CPU);
    DeviceSelection on = selection(GpuUse.ON, gpuBuild, driver, libraries, ON_CPU);
    assertThat(on.sentence()).startsWith("will not train on a GPU: " + reason);
    assertThatThrownBy(on::device)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(on.sentence());
  }

  /** TensorFlow cannot give up a GPU that it has taken. */
  @Test
  void doesNotTrainWhereTensorFlowFailsOnTheGpu() {
    DeviceSelection selection =
        new DeviceSelection(
            GpuUse.AUTO, true, DRIVER, FOUND, Optional.empty(), Optional.of("out of memory"));
    assertThat(selection.possible()).isFalse();
    assertThat(selection.sentence())
        .isEqualTo("will not train on a GPU: out of memory; --gpu off trains on the CPU");
  }

  private static DeviceSelection selection(
      GpuUse use,
      boolean gpuBuild,
      NvidiaDriver driver,
      List<CudaLibrary> libraries,
      Optional<Device> ran) {
    return new DeviceSelection(use, gpuBuild, driver, libraries, ran, Optional.empty());
  }
}
