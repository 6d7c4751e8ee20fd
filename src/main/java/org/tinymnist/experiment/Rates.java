package org.tinymnist.experiment;

/**
 * The learning rate and the momentum of one step.
 *
 * @param learningRate factor of the update
 * @param momentum share of the last update's direction that is kept
 */
public record Rates(double learningRate, double momentum) {}
