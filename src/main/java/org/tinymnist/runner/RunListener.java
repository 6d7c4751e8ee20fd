package org.tinymnist.runner;

import java.nio.file.Path;
import org.tinymnist.experiment.Run;
import org.tinymnist.train.TrainingListener;

/** The starts and ends of runs, as they happen. Called from the threads of the runs. */
public interface RunListener {

  /**
   * A run starts.
   *
   * @param stepsPerEpoch steps in an epoch
   * @return the listener to the run itself
   */
  TrainingListener started(Run run, int stepsPerEpoch);

  /**
   * A run ended and its files are written.
   *
   * @param folder where they are
   */
  void finished(Run run, Path folder);

  /** A run is not made again: its files are there, from the same experiment, data and software. */
  void kept(Run run, Path folder);

  /**
   * A run is not made here: another process makes it.
   *
   * @param reason which, in one line
   */
  void leftToAnother(Run run, String reason);

  /**
   * Something to know about a run.
   *
   * @param note one line
   */
  void note(Run run, String note);

  /** A run ended without a result. */
  void failed(Run run, Throwable cause);
}
