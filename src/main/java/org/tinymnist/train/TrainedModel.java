package org.tinymnist.train;

import java.util.List;
import java.util.Map;
import org.tinymnist.results.EpochMetrics;

/**
 * A trained network.
 *
 * @param parameters trainable parameters, counted from the graph's variables
 * @param epochs one an epoch
 * @param seconds time of each epoch, its evaluation included
 * @param weights one array a weight, after the last epoch
 * @param testProbabilities {@code [test images][10]}, from these weights
 */
public record TrainedModel(
    long parameters,
    List<EpochMetrics> epochs,
    List<Double> seconds,
    Map<String, float[]> weights,
    float[][] testProbabilities) {}
