package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

  @Test
  void movesTowardsEachStepsWeights() {
    WeightAverage average = new WeightAverage(0.75, Map.of());
    average.add(Map.of("a", new float[] {4, 8}));
    average.add(Map.of("a", new float[] {8, 8}));

    // 0.75 * 4 + 0.25 * 8
    assertThat(average.values().get("a")).containsExactly(5, 8);
  }

  @Test
  void goesOnFromAnEarlierAverageAndLeavesItAlone() {
    float[] earlier = {4};
    WeightAverage average = new WeightAverage(0.5, Map.of("a", earlier));
    average.add(Map.of("a", new float[] {8}));

    assertThat(average.values().get("a")).containsExactly(6);
    assertThat(earlier).containsExactly(4);
    Map<String, float[]> now = average.values();
    average.add(Map.of("a", new float[] {8}));
    assertThat(now.get("a")).containsExactly(6);
  }
}
