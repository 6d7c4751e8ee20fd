package org.tinymnist.report;

import java.util.function.IntFunction;

/**
 * The pixels of a test set, for pictures of the digits that a model gets wrong.
 *
 * @param sha256 of the content of its image file, as {@code run.json} has it for {@code
 *     t10k-images}
 * @param image from an image's index, from 0, to its 28x28 unsigned bytes, row by row
 */
public record TestImages(String sha256, IntFunction<byte[]> image) {}
