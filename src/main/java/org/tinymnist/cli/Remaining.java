package org.tinymnist.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tinymnist.experiment.Run;

/** What is left of a job of several runs, and for how long: epochs are taken to be equally long. */
final class Remaining {

  private final Map<Run, Integer> epochsDone = new HashMap<>();
  private final int runs;
  private final long start = System.nanoTime();
  private int runsEnded;
  private int epochsLeft;
  private int epochsHere;

  Remaining(List<Run> runs) {
    this.runs = runs.size();
    this.epochsLeft = runs.stream().mapToInt(Remaining::epochs).sum();
  }

  /** Counts an epoch; those before a run's first one here came from its checkpoint. */
  synchronized void trained(Run run, int epoch) {
    epochsLeft -= epoch - epochsDone.getOrDefault(run, 0);
    epochsDone.put(run, epoch);
    epochsHere++;
  }

  /**
   * Counts a run that has ended in whatever way.
   *
   * @return what is left, to follow a sentence; empty if that was all
   */
  synchronized String ended(Run run) {
    epochsLeft -= epochs(run) - epochsDone.getOrDefault(run, 0);
    epochsDone.put(run, epochs(run));
    runsEnded++;
    if (runsEnded == runs || epochsHere == 0) {
      return "";
    }
    Duration left = Duration.ofNanos((System.nanoTime() - start) / epochsHere * epochsLeft);
    return "; %d of %d runs done, about %s left".formatted(runsEnded, runs, inWords(left));
  }

  private static int epochs(Run run) {
    return run.experiment().recipe().epochs();
  }

  /** For people: {@code 2:05} minutes, {@code 3 h 05 min}. */
  static String inWords(Duration time) {
    return time.toHours() == 0
        ? "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }
}
