package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;

class RandomStreamsTest {

  @Test
  void takesEveryImageOnceAnEpochInAnotherOrderEachTime() {
    RandomStreams randomness = new RandomStreams(1);
    int[] first = randomness.order(1, 1000);
    int[] second = randomness.order(2, 1000);
    int[] all = IntStream.range(0, 1000).toArray();
    assertThat(first).isNotEqualTo(all).isNotEqualTo(second).containsExactlyInAnyOrder(all);
    assertThat(second).containsExactlyInAnyOrder(all);
  }

  @Test
  void givesTheSameAgainForTheSameSeed() {
    assertThat(new RandomStreams(5).order(3, 100)).isEqualTo(new RandomStreams(5).order(3, 100));
    assertThat(new RandomStreams(5).order(3, 100)).isNotEqualTo(new RandomStreams(6).order(3, 100));
    assertThat(new RandomStreams(5).stepSeed(3, 4)).isEqualTo(new RandomStreams(5).stepSeed(3, 4));
  }

  @Test
  void givesEveryStepASeedOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      for (int epoch = 1; epoch <= 20; epoch++) {
        for (int step = 0; step < 469; step++) {
          seeds.add(new RandomStreams(seed).stepSeed(epoch, step));
        }
      }
    }
    assertThat(seeds).hasSize(3 * 20 * 469);
  }

  /**
   * PyTorch: U(-1/sqrt(fan_in), 1/sqrt(fan_in)), whose standard deviation is the bound / sqrt(3).
   */
  @Test
  void drawsKernelsAndBiasesAsPyTorchDoes() {
    Map<String, float[]> initial = new RandomStreams(1).initial(Network.weights());
    for (ParameterSpec weight : Network.weights()) {
      float[] values = initial.get(weight.name());
      switch (weight.role()) {
        case KERNEL, BIAS -> {
          double bound = 1 / Math.sqrt(weight.fanIn());
          double squares = 0;
          for (float value : values) {
            assertThat((double) value).isBetween(-bound, bound);
            squares += value * value;
          }
          double deviation = Math.sqrt(squares / values.length);
          // The smallest tensor has 10 values; its deviation varies by about a sixth.
          assertThat(deviation).isBetween(0.5 * bound / Math.sqrt(3), 1.5 * bound / Math.sqrt(3));
        }
        case GAMMA, VARIANCE -> assertThat(values).containsOnly(1f);
        case BETA, MEAN -> assertThat(values).containsOnly(0f);
        default -> throw new AssertionError(weight.role());
      }
    }
    assertThat(Arrays.equals(initial.get("conv1.kernel"), initial.get("conv2.kernel"))).isFalse();
  }
}
