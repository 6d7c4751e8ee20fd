package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void drawsInkInTheThemesColourAndLeavesTheBackgroundTransparent() throws IOException {
    byte[] pixels = new byte[784];
    pixels[0] = (byte) 255;
    pixels[27 * 28 + 27] = (byte) 128;

    BufferedImage sheet =
        ImageIO.read(
            new ByteArrayInputStream(
                new Digits(Theme.DARK)
                    .draw(List.of(new Digits.Cell(0, "4 → 9", "70 %")), index -> pixels)));

    // The digit is 112 pixels wide in a cell of 176, from row 12 on; a pixel of it is 4 x 4.
    assertThat(sheet.getRGB(32, 12)).isEqualTo(0xffe6edf3);
    assertThat(sheet.getRGB(36, 12) >>> 24).isZero();
    assertThat(sheet.getRGB(32 + 27 * 4, 12 + 27 * 4) >>> 24).isEqualTo(128);
  }
}
