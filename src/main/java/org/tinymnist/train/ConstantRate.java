package org.tinymnist.train;

/**
 * The same learning rate and momentum in every step: PyTorch's {@code SGD} without a scheduler.
 *
 * @param learningRate {@code SGD}'s {@code lr}
 * @param momentum {@code SGD}'s {@code momentum}; 0 is plain gradient descent
 */
public record ConstantRate(double learningRate, double momentum) implements Schedule {

  /** Range of the learning rate. */
  public static final Setting LEARNING_RATE = Setting.openClosed("learning_rate", 0, 100);

  /** Range of the momentum. */
  public static final Setting MOMENTUM = Setting.closedOpen("momentum", 0, 1);

  /** Checks the ranges. */
  public ConstantRate {
    LEARNING_RATE.check(learningRate);
    MOMENTUM.check(momentum);
  }

  @Override
  public Rates at(long step, long totalSteps) {
    Setting.step(totalSteps).check(step);
    return new Rates(learningRate, momentum);
  }

  @Override
  public String describe() {
    return "constant: learning rate %s, momentum %s"
        .formatted(Decimal.text(learningRate), Decimal.text(momentum));
  }
}
