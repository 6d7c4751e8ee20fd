package org.tinymnist.runner;

import java.nio.file.Path;
import org.tinymnist.experiment.Run;
import org.tinymnist.train.TrainingListener;

/** Start and end of runs. Called from the runs' threads. */
public interface RunListener {

  /** Returns the listener for the run that starts. */
  TrainingListener started(Run run, int stepsPerEpoch);

  /** The run's files are written. */
  void finished(Run run, Path folder);

  /** The run was already finished, with the same experiment, data and software. */
  void kept(Run run, Path folder);

  /** Another process trains the run; the reason names it. */
  void leftToAnother(Run run, String reason);

  void note(Run run, String note);

  void failed(Run run, Throwable cause);
}
