package org.tinymnist.experiment;

import java.util.Objects;

/** The same learning rate and momentum in every step: PyTorch's {@code SGD} without a scheduler. */
public record ConstantSchedule(double learningRate, double momentum) implements Schedule {

  @Override
  public Rates at(long step, long totalSteps) {
    Objects.checkIndex(step, totalSteps);
    return new Rates(learningRate, momentum);
  }
}
