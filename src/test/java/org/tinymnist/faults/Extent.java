package org.tinymnist.faults;

/** How much is tried: {@code -Dfaults=short} tries less of everything. */
public final class Extent {

  private Extent() {}

  public static int of(int whole, int brief) {
    return System.getProperty("faults", "").equals("short") ? brief : whole;
  }
}
