package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AugmentationTest {

  /** 10 steps an epoch. */
  @Test
  void fadesLinearlyAfterItsEpochs() {
    Augmentation.Fade fade = new Augmentation.Fade(15, 4);
    assertThat(fade.at(0, 10)).isEqualTo(1);
    assertThat(fade.at(150, 10)).isEqualTo(1);
    assertThat(fade.at(170, 10)).isEqualTo(0.5);
    assertThat(fade.at(190, 10)).isZero();
    assertThat(fade.at(199, 10)).isZero();

    Augmentation.Fade atOnce = new Augmentation.Fade(2, 0);
    assertThat(atOnce.at(19, 10)).isEqualTo(1);
    assertThat(atOnce.at(20, 10)).isZero();
  }
}
