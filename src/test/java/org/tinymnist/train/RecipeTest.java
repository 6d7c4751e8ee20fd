package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecipeTest {

  private static final Schedule SCHEDULE = new ConstantRate(0.001, 0);

  private static Recipe recipe(
      int epochs, int batchSize, double labelSmoothing, double weightDecay) {
    return new Recipe(
        epochs,
        batchSize,
        labelSmoothing,
        weightDecay,
        SCHEDULE,
        new Dropout(0.1, 0.2),
        new Augmentation(10, 2, 0.1, 0.3),
        Precision.FLOAT32);
  }

  @Test
  void withEpochsChangesNothingElse() {
    assertThat(recipe(20, 128, 0.02, 0.0005).withEpochs(3)).isEqualTo(recipe(3, 128, 0.02, 0.0005));
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> recipe(0, 128, 0.02, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epochs: 0, expected an integer in [1, 10000]");
    assertThatThrownBy(() -> recipe(20, 65_537, 0.02, 0))
        .hasMessage("batch_size: 65537, expected an integer in [1, 65536]");
    assertThatThrownBy(() -> recipe(20, 128, 1, 0))
        .hasMessage("label_smoothing: 1.0, expected a number in [0, 1)");
    assertThatThrownBy(() -> recipe(20, 128, 0.02, -1e-4))
        .hasMessage("weight_decay: -1.0E-4, expected a number in [0, 1]");
  }

  @Test
  void refusesDropoutThatZeroesEverything() {
    assertThatThrownBy(() -> new Dropout(1, 0))
        .hasMessage("blocks: 1.0, expected a number in [0, 1)");
    assertThatThrownBy(() -> new Dropout(0, -0.1))
        .hasMessage("dense: -0.1, expected a number in [0, 1)");
  }

  @Test
  void refusesAnAugmentationThatLeavesNothingOfTheImage() {
    assertThatThrownBy(() -> new Augmentation(181, 0, 0, 0))
        .hasMessage("rotation_degrees: 181.0, expected a number in [0, 180]");
    assertThatThrownBy(() -> new Augmentation(0, 28.5, 0, 0))
        .hasMessage("shift_pixels: 28.5, expected a number in [0, 28]");
    assertThatThrownBy(() -> new Augmentation(0, 0, 1, 0))
        .hasMessage("scale: 1.0, expected a number in [0, 1)");
    assertThatThrownBy(() -> new Augmentation(0, 0, 0, 1.1))
        .hasMessage("shear: 1.1, expected a number in [0, 1]");
  }

  @Test
  void knowsWhatDoesNothing() {
    assertThat(Dropout.NONE.isNone()).isTrue();
    assertThat(new Dropout(-0.0, 0).isNone()).isTrue();
    assertThat(new Dropout(0, 0.1).isNone()).isFalse();
    assertThat(Augmentation.NONE.isNone()).isTrue();
    assertThat(new Augmentation(0, 0, 0, 0.1).isNone()).isFalse();
  }
}
