package org.tinymnist.results;

/**
 * The machine of a run.
 *
 * @param device {@code CPU}, or the GPU's name
 * @param cores cores available to the JVM
 */
public record Hardware(
    String device, String processor, int cores, double memoryGib, boolean onednn) {}
