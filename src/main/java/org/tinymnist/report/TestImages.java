package org.tinymnist.report;

import java.util.function.IntFunction;

/**
 * The test images that a report shows some of.
 *
 * @param sha256 of their file's content, as {@code run.json} has it
 * @param image gives the intensities of the image at an index, {@code [28, 28]} row by row
 */
public record TestImages(String sha256, IntFunction<byte[]> image) {}
