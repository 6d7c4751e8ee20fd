package org.tinymnist.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run needs to go on after a step: every random choice follows from seed, epoch and step
 * alone.
 *
 * @param epochs metrics of the epochs so far
 * @param seconds time of each of them
 * @param partial what has been done of the next epoch
 * @param weights one array a weight
 * @param buffers the optimizer's momentum, one array a trainable weight
 */
public record Checkpoint(
    List<EpochMetrics> epochs,
    List<Double> seconds,
    Partial partial,
    Map<String, float[]> weights,
    Map<String, float[]> buffers) {

  /** Copies the lists; the arrays are shared. */
  public Checkpoint {
    epochs = List.copyOf(epochs);
    seconds = List.copyOf(seconds);
  }

  /**
   * The part of an epoch that has been done.
   *
   * @param steps how many
   * @param loss sum of their images' losses
   * @param correct how many of their images were classified rightly
   * @param seconds time of it
   */
  public record Partial(int steps, double loss, long correct, double seconds) {

    /** An epoch that has not begun. */
    public static final Partial NONE = new Partial(0, 0, 0, 0);
  }

  /** The place of a run's checkpoints. */
  public interface Store {

    /** Keeps nothing and never stops a run. */
    Store NONE =
        new Store() {
          @Override
          public Optional<Checkpoint> newest() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {}

          @Override
          public boolean stopRequested() {
            return false;
          }
        };

    /** Returns the checkpoint to go on from, if there is one. */
    Optional<Checkpoint> newest();

    /** Keeps a checkpoint in place of older ones. */
    void save(Checkpoint checkpoint);

    /** Returns whether the run is to save a checkpoint now, and to end. */
    boolean stopRequested();
  }
}
