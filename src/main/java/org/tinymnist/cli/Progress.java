package org.tinymnist.cli;

import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.runner.Runner;
import org.tinymnist.train.Trainer;

/** Prints a progress bar per run and one for the job, or a line per epoch without a terminal. */
final class Progress implements Runner.Listener {

  private static final int BAR = 12;
  private static final long REDRAW_NANOS = 250_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private final int runs;
  private final Set<Run> left;
  private final Map<Run, Bar> bars = new LinkedHashMap<>();
  private final long start = System.nanoTime();
  private double epochsDone;
  private int linesDrawn;
  private long drawnAt = start;

  Progress(PrintWriter out, boolean terminal, List<Run> runs) {
    this.out = out;
    this.terminal = terminal;
    this.left = new LinkedHashSet<>(runs);
    this.runs = left.size();
  }

  @Override
  public synchronized Trainer.Listener started(Run run, int stepsPerEpoch) {
    bars.put(run, new Bar(run, stepsPerEpoch));
    if (!terminal) {
      note(run, "%s epoch(s) of %s steps".formatted(epochs(run), stepsPerEpoch));
    }
    return bars.get(run);
  }

  @Override
  public synchronized void ended(Run run, String how) {
    end(run);
    note(run, how + (left.isEmpty() ? "" : "; " + job()));
  }

  @Override
  public synchronized void failed(Run run, Throwable cause) {
    end(run);
    note(run, "failed: " + Failure.describe(cause));
  }

  @Override
  public synchronized void note(Run run, String note) {
    print(run.title() + ": " + note + "\n");
  }

  private void end(Run run) {
    left.remove(run);
    bars.remove(run);
  }

  /** Prints text above the bars. */
  private void print(String text) {
    if (terminal) {
      // Move to the first bar, erase to the end, do not wrap long lines.
      out.print((linesDrawn == 0 ? "" : "\033[" + linesDrawn + "A") + "\033[J" + text + "\033[?7l");
      bars.values().forEach(bar -> out.print(bar.text() + "\n"));
      out.print((left.isEmpty() ? "" : job() + "\n") + "\033[?7h");
      linesDrawn = bars.size() + (left.isEmpty() ? 0 : 1);
      drawnAt = System.nanoTime();
    } else {
      out.print(text);
    }
    out.flush();
  }

  /** Returns the number of finished runs and the time left, if all epochs take equally long. */
  private String job() {
    String done = "%s of %s runs done".formatted(runs - left.size(), runs);
    double epochsLeft =
        left.stream().mapToInt(Progress::epochs).sum()
            - bars.values().stream().mapToDouble(bar -> bar.done).sum();
    long seconds = (long) ((System.nanoTime() - start) / epochsDone * epochsLeft / 1e9);
    return epochsDone == 0 || epochsLeft <= 0
        ? done
        : done + ", about " + readable(Duration.ofSeconds(seconds)) + " left";
  }

  /** Returns a duration such as {@code 2h5m} or {@code 4m30s}. */
  private static String readable(Duration time) {
    Duration shown = time.truncatedTo(time.toHours() == 0 ? SECONDS : MINUTES);
    return shown.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static int epochs(Run run) {
    return run.experiment().recipe().epochs();
  }

  private final class Bar implements Trainer.Listener {

    private final Run run;
    private final int stepsPerEpoch;
    private double done;
    private double train;
    private String test = "";

    Bar(Run run, int stepsPerEpoch) {
      this.run = run;
      this.stepsPerEpoch = stepsPerEpoch;
    }

    @Override
    public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
      synchronized (Progress.this) {
        double now = epoch - 1 + (double) step / stepsPerEpoch;
        // The steps before a resume took no time in this process.
        epochsDone += done == 0 ? 1.0 / stepsPerEpoch : now - done;
        done = now;
        train = accuracy;
        if (terminal && System.nanoTime() - drawnAt > REDRAW_NANOS) {
          print("");
        }
      }
    }

    @Override
    public void epoch(EpochMetrics m) {
      synchronized (Progress.this) {
        test = format("  test %.2f %%", 100 * m.testAccuracy());
        if (!terminal) {
          String line =
              format("epoch %d/%d, rate %.5f, ", m.epoch(), epochs(run), m.learningRate())
                  + format("momentum %.3f, train loss %.4f, ", m.momentum(), m.trainLoss())
                  + format("accuracy %.2f %%, test loss ", 100 * m.trainAccuracy())
                  + format("%.4f, accuracy %.2f %%; ", m.testLoss(), 100 * m.testAccuracy());
          note(run, line + job());
        }
      }
    }

    /** Fits in 79 columns. */
    String text() {
      int full = (int) Math.round(done / epochs(run) * BAR);
      String bar = "#".repeat(full) + "-".repeat(BAR - full);
      int epoch = Math.min((int) done + 1, epochs(run));
      return format("%-26.26s %2d [%s] ", run.experiment().name(), run.seed(), bar)
          + format("%2d/%d  train %.2f %%%s", epoch, epochs(run), 100 * train, test);
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
