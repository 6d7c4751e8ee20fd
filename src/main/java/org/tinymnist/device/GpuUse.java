package org.tinymnist.device;

/** The values of {@code --gpu}. */
public enum GpuUse {
  /** Train on the GPU or not at all. */
  ON,
  /** Train on the CPU. */
  OFF,
  /** Train on the GPU if there is one that TensorFlow can use. */
  AUTO
}
