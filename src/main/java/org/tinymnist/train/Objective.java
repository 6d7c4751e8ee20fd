package org.tinymnist.train;

import org.tinymnist.experiment.Recipe;

/**
 * What a graph is built for.
 *
 * @param recipe how the network is trained
 * @param deterministic whether the loss is composed of operations that a GPU can repeat to the bit;
 *     TensorFlow's fused one cannot
 */
record Objective(Recipe recipe, boolean deterministic) {}
