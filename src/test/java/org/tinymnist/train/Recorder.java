package org.tinymnist.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tinymnist.experiment.Rates;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.EpochMetrics;

/** Keeps what it hears of a run, and its checkpoints, and may stop it. */
final class Recorder implements Trainer.Listener, Checkpoint.Store {

  final List<Integer> steps = new ArrayList<>();
  final List<Double> losses = new ArrayList<>();
  final List<Double> accuracies = new ArrayList<>();

  /** The answer with which it requests a stop, counted from now on. */
  int stopsAt = Integer.MAX_VALUE;

  private Optional<Checkpoint> newest = Optional.empty();

  @Override
  public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
    steps.add(step);
    losses.add(loss);
    accuracies.add(accuracy);
  }

  @Override
  public void epoch(EpochMetrics metrics) {}

  @Override
  public Optional<Checkpoint> newest() {
    return newest;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    newest = Optional.of(checkpoint);
  }

  @Override
  public boolean stopRequested() {
    return --stopsAt <= 0;
  }
}
