package org.tinymnist.data;

import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.nio.file.Path;

/**
 * Makes an image like MNIST's from a picture of a digit, as LeCun, Cortes and Burges describe it:
 * the digit fits a box of 20x20 pixels with its proportions kept, grey from smoothing, and lies in
 * 28x28 pixels with its centre of mass in the middle.
 *
 * <p>The picture may be a scan or a photo: light may fall unevenly, though smoothly; single specks
 * do not matter, and hairlines are thickened.
 */
public final class DigitImage {

  /** Rows and columns that a digit fills at most. */
  private static final int BOX = 20;

  /** A longer side beyond this tells nothing more about 20x20 pixels. */
  private static final int ENOUGH = 512;

  private static final float WHITE = 255;

  private DigitImage() {}

  /**
   * Reads a picture of one digit: dark on light or light on dark, of any size, anywhere in it. The
   * picture's border shows the background.
   *
   * @param file PNG or JPEG of up to 100 million bytes and 8192 x 8192 pixels
   * @return intensities 0 (background) to 255, {@code [28, 28]} row by row
   * @throws InvalidDataException if it is no such picture, or shows nothing
   */
  public static float[] read(Path file) {
    GreyImage picture = PictureFile.read(file);
    int factor = (picture.longerSide() + ENOUGH - 1) / ENOUGH;
    GreyImage ink =
        Ink.of(picture.shrunkBy(factor))
            .orElseThrow(
                () ->
                    new InvalidDataException(
                        file + ": nothing stands out from the background, expected a digit"));
    GreyImage digit = Strokes.thickened(Strokes.cutOut(ink), BOX);
    return centred(strengthened(digit.scaledTo(BOX)));
  }

  /** Thin strokes are pale once they are scaled; each image of MNIST reaches full ink. */
  private static GreyImage strengthened(GreyImage digit) {
    float most = 0;
    for (float value : digit.values()) {
      most = Math.max(most, value);
    }
    float[] values = digit.values().clone();
    for (int i = 0; i < values.length; i++) {
      // The quotient is rounded, the product may end just above.
      values[i] = Math.min(WHITE, values[i] * (WHITE / most));
    }
    return new GreyImage(digit.width(), digit.height(), values);
  }

  private static float[] centred(GreyImage digit) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < digit.values().length; i++) {
      double value = digit.values()[i];
      mass += value;
      sumX += value * (i % digit.width());
      sumY += value * (i / digit.width());
    }
    int left = offset(sumX / mass, digit.width());
    int top = offset(sumY / mass, digit.height());
    float[] image = new float[PIXELS];
    for (int y = 0; y < digit.height(); y++) {
      System.arraycopy(
          digit.values(), y * digit.width(), image, (top + y) * SIZE + left, digit.width());
    }
    return image;
  }

  /** Moves the centre to pixel 14, as in MNIST, by whole pixels, cutting nothing off. */
  private static int offset(double centre, int length) {
    int offset = SIZE / 2 - (int) Math.round(centre);
    return Math.max(0, Math.min(SIZE - length, offset));
  }
}
