package org.tinymnist.device;

import java.util.Locale;

/** What is asked for: {@code --gpu on|off|auto}. */
public enum GpuUse {
  /** On the GPU or not at all. */
  ON,
  /** On the CPU, whatever there is. */
  OFF,
  /** On the GPU if there is one that can be used. */
  AUTO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
