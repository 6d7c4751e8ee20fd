package org.tinymnist.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A run without a result, as its {@code run.json} tells it: the loss was no longer a number.
 *
 * @param format version of the file's layout
 * @param experiment what was trained
 * @param seed its seed
 * @param divergedAt where it ended
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DivergedRun(int format, RunJson.Experiment experiment, long seed, Place divergedAt) {

  DivergedRun {
    RunJson.required(experiment, "experiment");
    RunJson.required(divergedAt, "diverged_at");
  }

  /** The epoch and its step, both counted from 1, and the loss there. */
  record Place(int epoch, int step, String loss) {
    Place {
      RunJson.required(loss, "diverged_at.loss");
    }
  }

  @Override
  public String toString() {
    return "%s/seed-%d: diverged at epoch %d, step %d"
        .formatted(experiment.name(), seed, divergedAt.epoch(), divergedAt.step());
  }
}
