package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {

  @TempDir private Path folder;

  @Test
  void refusesBfloat16OnAProcessorWithoutIt() throws Exception {
    Path processor = processor("fpu avx512f avx512_vnni amx_int8");
    assertThat(Precision.BFLOAT16.obstacle(processor))
        .contains("this processor has neither amx_bf16 nor avx512_bf16");
    assertThat(Precision.FLOAT32.obstacle(processor)).isEmpty();
  }

  @Test
  void takesBfloat16OnAProcessorWithEitherInstruction() throws Exception {
    assertThat(Precision.BFLOAT16.obstacle(processor("fpu avx512_bf16"))).isEmpty();
    assertThat(Precision.BFLOAT16.obstacle(processor("fpu amx_bf16 amx_tile"))).isEmpty();
  }

  @Test
  void refusesBfloat16WhereTheSystemTellsNothing() {
    assertThat(Precision.BFLOAT16.obstacle(folder.resolve("missing"))).isNotEmpty();
  }

  private Path processor(String flags) throws Exception {
    return Files.writeString(
        folder.resolve("cpuinfo"), "processor\t: 0\nflags\t\t: " + flags + "\n\n");
  }
}
