package org.tinymnist.bench;

import java.util.Set;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.train.Profile;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Speedup;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingData;

/** Training steps on their own, with some of what makes them fast. */
public final class MeasuredSteps {

  private static final int MOST_STEPS = 200;

  private MeasuredSteps() {}

  /**
   * Trains some steps of the first epoch of a run with seed 1, one a call.
   *
   * @param device what TensorFlow's operations run on
   */
  public static Sample of(Recipe recipe, DataSet data, Device device, Set<Speedup> speedups) {
    double start = System.currentTimeMillis() / 1e3;
    try (TrainingData tensors = new TrainingData(data)) {
      int steps = Math.min(MOST_STEPS, Trainer.stepsPerEpoch(recipe, data.train().count()));
      Profile profile = Profile.of(recipe, 1, tensors, steps, 0, speedups);
      return new Sample(
          MeasuredRuns.version(device), start, profile.milliseconds(), null, null, null);
    }
  }
}
