package org.tinymnist.experiment;

import java.nio.file.Path;

/**
 * One training of an experiment.
 *
 * @param seed of all random choices; 0 or more
 */
public record Run(Experiment experiment, long seed) {

  /** Returns a name such as {@code model-1-optimized, seed 1}. */
  public String title() {
    return experiment.name() + ", seed " + seed;
  }

  /** Returns its folder: {@code results/<experiment>/seed-<n>}. */
  public Path folder(Path results) {
    return results.resolve(experiment.name()).resolve("seed-" + seed);
  }
}
