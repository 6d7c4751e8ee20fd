package org.tinymnist.experiment;

/** The learning rate and the momentum of one step. */
public record Rates(double learningRate, double momentum) {}
