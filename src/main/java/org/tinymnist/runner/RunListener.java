package org.tinymnist.runner;

import org.tinymnist.experiment.Run;
import org.tinymnist.train.TrainingListener;

/** Start and end of runs. Called from the runs' threads. */
public interface RunListener {

  /** Returns the listener for the run that starts. */
  TrainingListener started(Run run, int stepsPerEpoch);

  void note(Run run, String note);

  /** The run is finished, was already finished, or is trained by another process. */
  void ended(Run run, String how);

  void failed(Run run, Throwable cause);
}
