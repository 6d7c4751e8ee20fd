package org.tinymnist.train;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as people write them: four significant digits at most, no exponent, no trailing zeros.
 */
final class Decimal {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Decimal() {}

  static String text(double value) {
    return new BigDecimal(value, FOUR_DIGITS).stripTrailingZeros().toPlainString();
  }
}
