package org.tinymnist.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import org.tinymnist.train.EpochMetrics;
import org.tinymnist.train.Rates;
import org.tinymnist.train.TrainingListener;

/**
 * Takes the times of one run's only epoch: blocks of steps, of which the first ones warm up. After
 * these the runs wait for one another, so that all are under way in what is measured.
 */
final class Stopwatch implements TrainingListener {

  private static final int BLOCKS = 16;
  private static final int WARM_UP = 2;

  /** A block's end, and its milliseconds a step. */
  private record Block(long end, double milliseconds) {}

  private final int blockSteps;
  private final Phaser warm;
  private final List<Block> blocks = new ArrayList<>();
  private long firstStepAt;
  private long blockStart;
  private long lastStep;
  private double evaluationSeconds;

  /**
   * @param steps of the epoch
   * @param stepsPerCall steps that end together: a block is a multiple of them
   * @param warm where the runs wait for one another, one party each
   */
  Stopwatch(int steps, int stepsPerCall, Phaser warm) {
    this.blockSteps = Math.max(1, blockSteps(steps) / stepsPerCall) * stepsPerCall;
    this.warm = warm;
  }

  private static int blockSteps(int steps) {
    if (steps < BLOCKS) {
      throw new IllegalArgumentException(
          "%d steps an epoch, expected %d or more to measure".formatted(steps, BLOCKS));
    }
    return steps / BLOCKS;
  }

  @Override
  public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
    lastStep = System.nanoTime();
    if (step == 1) {
      firstStepAt = System.currentTimeMillis();
    }
    if (step % blockSteps != 0) {
      return;
    }
    int block = step / blockSteps;
    if (block > WARM_UP) {
      blocks.add(new Block(lastStep, (lastStep - blockStart) / 1e6 / blockSteps));
    } else if (block == WARM_UP) {
      warm.arriveAndAwaitAdvance();
    }
    blockStart = System.nanoTime();
  }

  @Override
  public void epoch(EpochMetrics metrics) {
    evaluationSeconds = (System.nanoTime() - lastStep) / 1e9;
  }

  /** When the first step ended, in seconds since 1970. */
  double firstStepAt() {
    return firstStepAt / 1e3;
  }

  /** When the last block ended, on the clock of {@link System#nanoTime()}. */
  long end() {
    return blocks.get(blocks.size() - 1).end();
  }

  /** Milliseconds a step of the blocks that ended at this time or before. */
  List<Double> milliseconds(long until) {
    return blocks.stream()
        .filter(block -> block.end() - until <= 0)
        .map(Block::milliseconds)
        .toList();
  }

  double evaluationSeconds() {
    return evaluationSeconds;
  }
}
