package org.tinymnist.experiment;

import java.nio.file.Path;

/** One training of an experiment with a seed, 0 or more, which determines all random choices. */
public record Run(Experiment experiment, long seed) {

  public String title() {
    return experiment.name() + ", seed " + seed;
  }

  /** Returns the folder {@code results/<experiment>/seed-<n>}. */
  public Path folder(Path results) {
    return results.resolve(experiment.name()).resolve("seed-" + seed);
  }
}
