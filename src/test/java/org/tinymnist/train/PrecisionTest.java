package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrecisionTest {

  @Test
  void refusesBfloat16OnAProcessorWithoutIt() {
    List<String> features = List.of("avx2", "avx512f", "avx512_vnni");
    assertThat(Precision.BFLOAT16.obstacle(features))
        .contains("this processor has neither avx512_bf16 nor amx_bf16");
    assertThat(Precision.FLOAT32.obstacle(features)).isEmpty();
  }

  @Test
  void takesBfloat16OnAProcessorWithEitherInstruction() {
    assertThat(Precision.BFLOAT16.obstacle(List.of("avx2", "avx512_bf16"))).isEmpty();
    assertThat(Precision.BFLOAT16.obstacle(List.of("amx_bf16"))).isEmpty();
  }

  @Test
  void refusesBfloat16WhereTheSystemTellsNothing() {
    assertThat(Precision.BFLOAT16.obstacle(List.of())).isNotEmpty();
  }
}
