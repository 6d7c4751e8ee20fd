package org.tinymnist.experiment;

import java.nio.file.Path;

/**
 * A run: one training of an experiment with a seed.
 *
 * @param seed 0 or more; determines all random choices
 */
public record Run(Experiment experiment, long seed) {

  /** Returns a title, for example {@code model-1-optimized, seed 1}. */
  public String title() {
    return experiment.name() + ", seed " + seed;
  }

  /** Returns the folder {@code results/<experiment>/seed-<n>}. */
  public Path folder(Path results) {
    return results.resolve(experiment.name()).resolve("seed-" + seed);
  }
}
