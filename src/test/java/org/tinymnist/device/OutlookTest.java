package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutlookTest {

  private static final Gpu GPU = new Gpu("NVIDIA H200", "9.0", 1L << 37);
  private static final NvidiaDriver NONE =
      new NvidiaDriver(false, Optional.empty(), List.of(), Optional.of("no NVIDIA driver: reason"));
  private static final NvidiaDriver DRIVER =
      new NvidiaDriver(true, Optional.of("560.35.03"), List.of(GPU), Optional.empty());
  private static final List<CudaLibrary> FOUND =
      List.of(CudaLibrary.found("libcudart.so.12", Path.of("/usr/lib/libcudart.so.12")));
  private static final List<CudaLibrary> MISSING =
      List.of(CudaLibrary.missing("libcudnn.so.9", "libcudnn.so.9: cannot open"));
  private static final Probe ON_CPU = new Probe(Optional.of(Device.CPU), Optional.empty());
  private static final Probe ON_GPU = new Probe(Optional.of(Device.of(GPU)), Optional.empty());
  private static final Probe FAILED = new Probe(Optional.empty(), Optional.of("out of memory"));

  @Test
  void namesTheGpuAndItsComputeCapability() {
    for (GpuUse use : new GpuUse[] {GpuUse.ON, GpuUse.AUTO}) {
      Outlook outlook = new Outlook(use, true, DRIVER, FOUND, ON_GPU);
      assertThat(outlook.sentence()).isEqualTo("will train on NVIDIA H200, compute capability 9.0");
      assertThat(outlook.device().gpu()).isTrue();
      assertThat(outlook.disappointing()).isFalse();
    }
  }

  @Test
  void trainsOnTheCpuWithoutAWordWhereNothingSpeaksOfAGpu() {
    Outlook outlook = new Outlook(GpuUse.AUTO, false, NONE, MISSING, ON_CPU);
    assertThat(outlook.device()).isEqualTo(Device.CPU);
    assertThat(outlook.disappointing()).isFalse();
  }

  @Test
  void saysWhyAGpuGoesUnused() {
    assertFallsBack(true, NONE, MISSING, "no NVIDIA driver: reason");
    assertFallsBack(true, DRIVER, MISSING, "libcudnn.so.9: cannot open");
    assertFallsBack(false, DRIVER, FOUND, "the program was built for the CPU");
    assertFallsBack(true, DRIVER, FOUND, "TensorFlow takes none");
  }

  private static void assertFallsBack(
      boolean gpuBuild, NvidiaDriver driver, List<CudaLibrary> libraries, String reason) {
    Outlook auto = new Outlook(GpuUse.AUTO, gpuBuild, driver, libraries, ON_CPU);
    assertThat(auto.sentence()).startsWith("will train on the CPU: " + reason);
    assertThat(auto.disappointing()).isTrue();
    assertThat(auto.device()).isEqualTo(Device.CPU);
    Outlook on = new Outlook(GpuUse.ON, gpuBuild, driver, libraries, ON_CPU);
    assertThat(on.sentence()).startsWith("will not train on a GPU: " + reason);
    assertThatThrownBy(on::device)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(on.sentence());
  }

  /** TensorFlow cannot give up a GPU that it has taken. */
  @Test
  void doesNotTrainWhereTensorFlowFailsOnTheGpu() {
    Outlook outlook = new Outlook(GpuUse.AUTO, true, DRIVER, FOUND, FAILED);
    assertThat(outlook.possible()).isFalse();
    assertThat(outlook.sentence())
        .isEqualTo("will not train on a GPU: out of memory; --gpu off trains on the CPU");
  }
}
