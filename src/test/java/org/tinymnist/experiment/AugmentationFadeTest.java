package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AugmentationFadeTest {

  @Test
  void fallsLinearlyAfterItsEpochs() {
    AugmentationFade fade = new AugmentationFade(15, 4);

    // 10 steps an epoch: full to step 150, half at epoch 17, nothing from epoch 19 on.
    assertThat(fade.at(0, 10)).isEqualTo(1);
    assertThat(fade.at(150, 10)).isEqualTo(1);
    assertThat(fade.at(170, 10)).isEqualTo(0.5);
    assertThat(fade.at(190, 10)).isZero();
    assertThat(fade.at(199, 10)).isZero();
  }

  @Test
  void mayEndAtOnce() {
    AugmentationFade fade = new AugmentationFade(2, 0);

    assertThat(fade.at(19, 10)).isEqualTo(1);
    assertThat(fade.at(20, 10)).isZero();
  }
}
