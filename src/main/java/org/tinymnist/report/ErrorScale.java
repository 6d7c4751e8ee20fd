package org.tinymnist.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The scale on which accuracies from 10 % to 99.9 % can be told apart: logarithmic in the images
 * per error, {@code 1 / (1 - accuracy)}, so that 90 %, 99 % and 99.9 % are equally far apart.
 */
final class ErrorScale {
  private ErrorScale() {}

  /** An accuracy of 100 % has no place on a logarithmic axis: it is drawn at half an error. */
  static double imagesPerError(double accuracy, int testImages) {
    return 1 / Math.max(1 - accuracy, 0.5 / testImages);
  }

  /** Labels the images per error with the accuracy they stand for, at 1, 2, 5, 10, 20, 50 ... */
  static String label(double imagesPerError) {
    BigDecimal images = new BigDecimal(imagesPerError, new MathContext(3)).stripTrailingZeros();
    if (!List.of(1, 2, 5).contains(images.unscaledValue().intValue())) {
      return "";
    }
    BigDecimal errors = new BigDecimal(100).divide(images, new MathContext(3));
    return new BigDecimal(100).subtract(errors).stripTrailingZeros().toPlainString() + " %";
  }
}
