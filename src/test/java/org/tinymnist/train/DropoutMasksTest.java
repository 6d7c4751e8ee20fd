package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.Dropout;

/**
 * The masks of Model 2's network over its first steps: independent draws. The seeds are fixed, so
 * that a test that passes does so every time; the bounds are those of standard scores.
 */
class DropoutMasksTest {

  private static final int STEPS = 1000;
  private static final int BATCH = 128;
  private static final int SAMPLES = STEPS * BATCH;

  private static final int UNITS = StepDraws.UNITS;

  /** By unit: whether it was dropped, for each step and image. */
  private static final List<BitSet> DROPPED = new ArrayList<>();

  @BeforeAll
  static void draw() {
    for (int unit = 0; unit < UNITS; unit++) {
      DROPPED.add(new BitSet(SAMPLES));
    }
    RandomStreams random = new RandomStreams(1);
    try (StepDraws draws = new StepDraws(Augmentation.NONE, new Dropout(0.1, 0.2), BATCH)) {
      for (int step = 0; step < STEPS; step++) {
        boolean[][] dropped = draws.dropped(random.stepSeed(1, step));
        for (int image = 0; image < BATCH; image++) {
          for (int unit = 0; unit < UNITS; unit++) {
            DROPPED.get(unit).set(step * BATCH + image, dropped[image][unit]);
          }
        }
      }
    }
  }

  /** Of 98 scores from a normal distribution, one in 6,000 times one lies beyond 5. */
  @Test
  void dropEachUnitWithTheProbabilityOfTheRecipe() {
    for (int unit = 0; unit < UNITS; unit++) {
      // The last 18 are the inputs of the dense layer.
      double probability = unit < UNITS - 18 ? 0.1 : 0.2;
      double error = Math.sqrt(probability * (1 - probability) / SAMPLES);
      double share = (double) DROPPED.get(unit).cardinality() / SAMPLES;
      assertThat((share - probability) / error).isBetween(-5.0, 5.0);
    }
  }

  /** Between channels and layers of an image, neighboring images, and consecutive steps. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, BATCH})
  void areNotCorrelated(int lag) {
    assertThat(largestCorrelation(lag)).isLessThan(5.7);
  }

  /**
   * Returns the largest standard score, by its absolute value, of the correlation of any unit with
   * any unit so many samples later. Of 9,604 scores, one in 8,000 times one lies beyond 5.7.
   */
  private static double largestCorrelation(int lag) {
    double largest = 0;
    int count = SAMPLES - lag;
    for (int one = 0; one < UNITS; one++) {
      BitSet first = DROPPED.get(one).get(0, count);
      for (int other = lag == 0 ? one + 1 : 0; other < UNITS; other++) {
        BitSet both = DROPPED.get(other).get(lag, SAMPLES);
        int second = both.cardinality();
        both.and(first);
        double p = (double) first.cardinality() / count;
        double q = (double) second / count;
        double covariance = (double) both.cardinality() / count - p * q;
        double score = covariance / Math.sqrt(p * (1 - p) * q * (1 - q) / count);
        largest = Math.max(largest, Math.abs(score));
      }
    }
    return largest;
  }
}
