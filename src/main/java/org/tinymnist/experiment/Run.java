package org.tinymnist.experiment;

import java.nio.file.Path;

/**
 * One training: an experiment with a seed.
 *
 * @param experiment what is trained
 * @param seed every random choice follows from it; 0 or more
 */
public record Run(Experiment experiment, long seed) {

  /** For people: {@code model-1-optimized, seed 1}. */
  public String title() {
    return experiment.name() + ", seed " + seed;
  }

  /** Its folder: {@code results/<experiment>/seed-<n>}. */
  public Path folder(Path results) {
    return results.resolve(experiment.name()).resolve("seed-" + seed);
  }
}
