package org.tinymnist.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tinymnist.data.LabeledImages;

class ComparisonTest {

  private static final LabeledImages TWO =
      new LabeledImages(new byte[2 * LabeledImages.PIXELS], new byte[] {3, 5});

  @Test
  void countsClassesAndTakesTheLargestDifferenceEitherWay() {
    float[] probabilities = new float[20];
    probabilities[4] = 0.25f;
    probabilities[17] = -0.5f;
    Comparison comparison =
        Comparison.of(
            new Predictions(new float[20], new long[] {3, 5}),
            new Predictions(probabilities, new long[] {3, 6}),
            TWO);
    assertThat(comparison).isEqualTo(new Comparison(0.5, 1, 0.5, 0.5));
  }

  @Test
  void doesNotPassOverANumberThatIsNone() {
    float[] probabilities = new float[20];
    probabilities[0] = Float.NaN;
    Predictions reference = new Predictions(new float[20], new long[2]);
    Comparison comparison =
        Comparison.of(reference, new Predictions(probabilities, new long[2]), TWO);
    assertThat(comparison.maxProbabilityDifference()).isNaN();
  }
}
