package org.tinymnist.results;

/**
 * The machine of a run.
 *
 * @param device what TensorFlow's operations ran on: {@code CPU}, or the GPU's name
 * @param processor its name
 * @param cores as the JVM sees them
 * @param memoryGib physical memory
 * @param onednn whether TensorFlow computed with oneDNN
 */
public record Hardware(
    String device, String processor, int cores, double memoryGib, boolean onednn) {}
