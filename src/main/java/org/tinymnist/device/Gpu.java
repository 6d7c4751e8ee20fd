package org.tinymnist.device;

/**
 * A GPU, as the driver tells.
 *
 * @param name such as {@code NVIDIA H200}
 * @param computeCapability such as {@code 9.0}
 * @param memoryBytes on the GPU
 */
public record Gpu(String name, String computeCapability, long memoryBytes) {}
