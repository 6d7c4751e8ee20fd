package org.tinymnist.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** The moving average of a run's weights. */
final class WeightAverage {
  private final float decay;
  private final Map<String, float[]> values = new LinkedHashMap<>();

  /**
   * @param decay share of the average so far
   * @param values to go on from; empty at the beginning
   */
  WeightAverage(double decay, Map<String, float[]> values) {
    this.decay = (float) decay;
    this.values.putAll(copy(values));
  }

  /** Takes in the weights after a step; the first are the average. */
  void add(Map<String, float[]> weights) {
    weights.forEach(
        (name, array) -> {
          float[] average = values.computeIfAbsent(name, key -> array.clone());
          for (int i = 0; i < average.length; i++) {
            average[i] = decay * average[i] + (1 - decay) * array[i];
          }
        });
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns the average so far, one array a weight. */
  Map<String, float[]> values() {
    return copy(values);
  }

  private static Map<String, float[]> copy(Map<String, float[]> values) {
    Map<String, float[]> copy = new LinkedHashMap<>();
    values.forEach((name, array) -> copy.put(name, array.clone()));
    return copy;
  }
}
