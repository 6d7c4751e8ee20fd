package org.tinymnist.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tinymnist.model.ParameterSpec;

/**
 * All random choices of a run, as functions of seed, epoch and step only. They do not depend on
 * earlier draws, so that a resumed run is bit-identical.
 */
public record RandomStreams(long seed) {

  private enum Purpose {
    WEIGHTS,
    SHUFFLE,
    STEP
  }

  /**
   * Returns initial weights with PyTorch's distributions: kernels and biases from {@code U(-b, b)}
   * with {@code b = 1 / sqrt(fan_in)}; BatchNorm starts as the identity.
   */
  public Map<String, float[]> initial(List<ParameterSpec> weights) {
    Random random = new Random(derive(Purpose.WEIGHTS, 0, 0));
    Map<String, float[]> values = new LinkedHashMap<>();
    for (ParameterSpec weight : weights) {
      float bound = (float) (1 / Math.sqrt(weight.fanIn()));
      float[] value = new float[weight.size()];
      for (int i = 0; i < value.length; i++) {
        value[i] =
            switch (weight.role()) {
              case KERNEL, BIAS -> (2 * random.nextFloat() - 1) * bound;
              case GAMMA, VARIANCE -> 1;
              case BETA, MEAN -> 0;
            };
      }
      values.put(weight.name(), value);
    }
    return values;
  }

  /** Returns the order of the training images in an epoch, from 1 (Fisher-Yates shuffle). */
  public int[] order(int epoch, int count) {
    Random random = new Random(derive(Purpose.SHUFFLE, epoch, 0));
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Returns the seed of a step, from 0 in its epoch, for augmentation and dropout. */
  public long stepSeed(int epoch, int step) {
    return derive(Purpose.STEP, epoch, step);
  }

  private long derive(Purpose purpose, int epoch, int step) {
    return mix(mix(mix(seed) + purpose.ordinal()) + ((long) epoch << 32) + step);
  }

  /** SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
