package org.tinymnist.train;

import java.util.List;
import java.util.Map;
import org.tinymnist.results.EpochMetrics;

/**
 * A trained network.
 *
 * @param parameters number of trainable parameters in the graph
 * @param seconds duration of each epoch, including its evaluation
 * @param testProbabilities {@code [test images][10]}
 */
public record TrainedModel(
    long parameters,
    List<EpochMetrics> epochs,
    List<Double> seconds,
    Map<String, float[]> weights,
    float[][] testProbabilities) {}
