package org.tinymnist.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run needs to go on after an epoch: every random choice follows from seed, epoch and
 * step alone.
 *
 * @param epochs metrics of the epochs so far, at least one
 * @param seconds time of each of them
 * @param weights one array a weight
 * @param buffers the optimizer's momentum, one array a trainable weight
 */
public record Checkpoint(
    List<EpochMetrics> epochs,
    List<Double> seconds,
    Map<String, float[]> weights,
    Map<String, float[]> buffers) {

  /** Copies the lists; the arrays are shared. */
  public Checkpoint {
    epochs = List.copyOf(epochs);
    seconds = List.copyOf(seconds);
  }

  /** Where a run keeps its checkpoints. */
  public interface Store {

    /** Keeps nothing. */
    Store NONE =
        new Store() {
          @Override
          public Optional<Checkpoint> newest() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {}
        };

    /** Returns the checkpoint to go on from, if there is one. */
    Optional<Checkpoint> newest();

    /** Keeps a checkpoint in place of older ones. */
    void save(Checkpoint checkpoint);
  }
}
