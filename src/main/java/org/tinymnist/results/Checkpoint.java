package org.tinymnist.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state that a run needs to resume after a step. Random choices follow from seed, epoch, step.
 *
 * @param seconds durations of the finished epochs
 * @param weights one array per weight
 * @param buffers the optimizer's momentum, one array per trainable weight
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

  /** Progress of an unfinished epoch: sums over its images so far. */
  public record Partial(int steps, double loss, long correct, double seconds) {

    public static final Partial NONE = new Partial(0, 0, 0, 0);
  }

  /** Keeps the newest checkpoint of a run; by default none. */
  public interface Store {

    Store NONE = new Store() {};

    default Optional<Checkpoint> newest() {
      return Optional.empty();
    }

    default void save(Checkpoint checkpoint) {}

    /** Returns whether the run must save a checkpoint and stop. */
    default boolean stopRequested() {
      return false;
    }
  }
}
