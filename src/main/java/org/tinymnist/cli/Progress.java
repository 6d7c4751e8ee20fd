package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.runner.RunListener;
import org.tinymnist.train.TrainingListener;

/**
 * The progress of a job: on a terminal a bar for each run under way and a line for the whole job,
 * elsewhere one line an epoch.
 */
final class Progress implements RunListener, AutoCloseable {

  private static final int NAME = 26;
  private static final int BAR = 16;
  private static final long UPDATE_NANOS = 250_000_000;

  private final PrintWriter out;
  private final Optional<Terminal> terminal;
  private final Map<Run, Course> underWay = new LinkedHashMap<>();
  private final int runs;
  private final double epochs;
  private final long start = System.nanoTime();
  private int runsEnded;
  private double epochsHere;
  private double epochsLeft;
  private long updated;

  private Progress(PrintWriter out, Optional<Terminal> terminal, List<Run> runs) {
    this.out = out;
    this.terminal = terminal;
    this.runs = runs.size();
    this.epochs = runs.stream().mapToInt(Progress::epochs).sum();
    this.epochsLeft = epochs;
  }

  /**
   * Returns the progress for whatever standard output is: a terminal or not.
   *
   * @param runs all that will be made or kept
   */
  static Progress on(PrintWriter out, List<Run> runs) {
    if (System.console() == null) {
      return new Progress(out, Optional.empty(), runs);
    }
    try {
      // Signals stay the JVM's: Ctrl-C saves the runs.
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      boolean bars =
          Status.getStatus(terminal, true) != null && !terminal.getType().contains("dumb");
      return new Progress(out, Optional.of(terminal).filter(any -> bars), runs);
    } catch (IOException e) {
      return new Progress(out, Optional.empty(), runs);
    }
  }

  @Override
  public synchronized TrainingListener started(Run run, int stepsPerEpoch) {
    Course course = new Course(run, stepsPerEpoch);
    underWay.put(run, course);
    if (terminal.isEmpty()) {
      print("%s: %d epoch(s) of %d steps".formatted(run.title(), epochs(run), stepsPerEpoch));
    }
    return course;
  }

  @Override
  public synchronized void finished(Run run, Path folder) {
    ended(run);
    String left = runsEnded < runs ? "; " + job() : "";
    print("%s: written to %s%s".formatted(run.title(), folder, left));
  }

  @Override
  public synchronized void kept(Run run, Path folder) {
    ended(run);
    print("%s: finished before, kept as it is in %s".formatted(run.title(), folder));
  }

  @Override
  public synchronized void leftToAnother(Run run, String reason) {
    ended(run);
    print("%s: skipped: %s".formatted(run.title(), reason));
  }

  @Override
  public synchronized void note(Run run, String note) {
    print(run.title() + ": " + note);
  }

  @Override
  public synchronized void failed(Run run, Throwable cause) {
    ended(run);
    print("%s: failed: %s".formatted(run.title(), Failure.describe(cause)));
  }

  private void ended(Run run) {
    Course course = underWay.remove(run);
    epochsLeft -= epochs(run) - (course == null ? 0 : course.done);
    runsEnded++;
  }

  private void print(String line) {
    if (terminal.isPresent()) {
      Status status = Status.getStatus(terminal.get());
      status.suspend();
      terminal.get().writer().println(line);
      terminal.get().flush();
      status.restore();
      show();
    } else {
      out.println(line);
      out.flush();
    }
  }

  private void show() {
    updated = System.nanoTime();
    List<AttributedString> lines = new ArrayList<>();
    underWay.values().forEach(course -> lines.add(new AttributedString(course.bar())));
    lines.add(new AttributedString(job()));
    Status.getStatus(terminal.orElseThrow()).update(lines);
  }

  /** Returns what is done and left of the whole job; epochs are taken to be equally long. */
  private String job() {
    String done = "%d of %d runs done".formatted(runsEnded, runs);
    if (epochsHere == 0) {
      return done;
    }
    double nanos = (System.nanoTime() - start) / epochsHere * epochsLeft;
    return "%s, about %s left".formatted(done, inWords(Duration.ofNanos((long) nanos)));
  }

  private static int epochs(Run run) {
    return run.experiment().recipe().epochs();
  }

  /** Returns a time for people: {@code 2:05} minutes, {@code 3 h 05 min}. */
  static String inWords(Duration time) {
    return time.toHours() == 0
        ? "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  @Override
  public synchronized void close() throws RuntimeException {
    if (terminal.isPresent()) {
      Status.getStatus(terminal.get()).close();
      try {
        terminal.get().close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** One run under way. */
  private final class Course implements TrainingListener {

    private final Run run;
    private final int stepsPerEpoch;
    private double done = -1;
    private double train;
    private String test = "";
    private Rates rates;

    Course(Run run, int stepsPerEpoch) {
      this.run = run;
      this.stepsPerEpoch = stepsPerEpoch;
    }

    @Override
    public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
      synchronized (Progress.this) {
        this.rates = rates;
        train = accuracy;
        double before = done < 0 ? 0 : done;
        double now = epoch - 1 + (double) step / stepsPerEpoch;
        // Not the first step of the run if it goes on from a checkpoint.
        epochsHere += done < 0 ? 1.0 / stepsPerEpoch : now - before;
        epochsLeft -= now - before;
        done = now;
        if (terminal.isPresent() && System.nanoTime() - updated > UPDATE_NANOS) {
          show();
        }
      }
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      synchronized (Progress.this) {
        test = String.format(Locale.ROOT, "  test %.2f %%", 100 * metrics.testAccuracy());
        if (terminal.isEmpty()) {
          print(
              String.format(
                  Locale.ROOT,
                  "%s: epoch %d/%d, rate %.5f, momentum %.3f, train loss %.4f, accuracy %.2f %%,"
                      + " test loss %.4f, accuracy %.2f %%; %s",
                  run.title(),
                  metrics.epoch(),
                  epochs(run),
                  rates.learningRate(),
                  rates.momentum(),
                  metrics.trainLoss(),
                  100 * metrics.trainAccuracy(),
                  metrics.testLoss(),
                  100 * metrics.testAccuracy(),
                  job()));
        }
      }
    }

    /** Returns the run in 79 columns at most. */
    String bar() {
      double share = Math.max(0, done) / epochs(run);
      int full = (int) Math.round(share * BAR);
      String name = run.experiment().name();
      String shown = name.length() <= NAME ? name : name.substring(0, NAME - 1) + "~";
      return String.format(
          Locale.ROOT,
          "%-" + NAME + "s %2d [%s%s] %2d/%d  train %.2f %%%s",
          shown,
          run.seed(),
          "#".repeat(full),
          "-".repeat(BAR - full),
          Math.min((int) Math.max(0, done) + 1, epochs(run)),
          epochs(run),
          100 * train,
          test);
    }
  }
}
