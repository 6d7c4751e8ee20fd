package org.tinymnist.model;

import java.util.List;

/**
 * One row of the network's table.
 *
 * @param layer name, for example {@code conv1}
 * @param type what it computes
 * @param kernel height x width of its window, empty where it has none
 * @param padding {@code valid} or {@code same}, empty where it has none
 * @param output shape of its output without the batch: height, width, channels
 * @param parameters trainable parameters
 * @param receptiveField height and width, in pixels of the input, of what one output sees
 */
public record LayerSummary(
    String layer,
    String type,
    String kernel,
    String padding,
    List<Integer> output,
    long parameters,
    int receptiveField) {}
