package org.tinymnist.runner;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.train.EpochMetrics;
import org.tinymnist.train.Rates;
import org.tinymnist.train.TrainingListener;

/** Takes the times of one run: of blocks of steps, and of the evaluation after an epoch. */
final class StepTimes implements TrainingListener {

  /** Ends a run that has taken its steps. */
  static final class Done extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Done() {
      super(null, null, false, false);
    }
  }

  private final int blockSteps;
  private final int mostSteps;
  private final List<Double> blockEnds = new ArrayList<>();
  private double firstStepAt;
  private double lastStep;
  private double evaluationSeconds;

  /**
   * @param blockSteps steps that are timed together
   * @param mostSteps after which the run ends with {@link Done}
   */
  StepTimes(int blockSteps, int mostSteps) {
    this.blockSteps = blockSteps;
    this.mostSteps = mostSteps;
  }

  @Override
  public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
    lastStep = System.nanoTime() / 1e6;
    if (step == 1) {
      firstStepAt = System.currentTimeMillis() / 1e3;
    }
    if (step % blockSteps == 0) {
      blockEnds.add(lastStep);
    }
    if (step == mostSteps) {
      throw new Done();
    }
  }

  @Override
  public void epoch(EpochMetrics metrics) {
    evaluationSeconds = (System.nanoTime() / 1e6 - lastStep) / 1e3;
  }

  /** Returns when the first step ended, in seconds since 1970. */
  double firstStepAt() {
    return firstStepAt;
  }

  /** Returns when each block ended, in milliseconds of this JVM's clock. */
  List<Double> blockEnds() {
    return blockEnds;
  }

  /** Returns the seconds of the evaluation, 0 if there was none. */
  double evaluationSeconds() {
    return evaluationSeconds;
  }
}
