package org.tinymnist.faults;

/** How much is tried: {@code -Dfaults=short} tries less of everything. */
final class Extent {

  private static final boolean SHORT = System.getProperty("faults", "").equals("short");

  private Extent() {}

  /** The one number or the other. */
  static int of(int whole, int brief) {
    return SHORT ? brief : whole;
  }
}
