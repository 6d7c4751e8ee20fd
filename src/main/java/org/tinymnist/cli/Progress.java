package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.tinymnist.experiment.Run;
import org.tinymnist.experiment.RunListener;
import org.tinymnist.train.EpochMetrics;
import org.tinymnist.train.Rates;
import org.tinymnist.train.TrainingListener;

/** Shows how runs go: a bar each on a terminal, one line an epoch where there is none. */
final class Progress implements RunListener {

  /** Of a terminal that does not tell. */
  private static final int COLUMNS = 80;

  private final PrintWriter out;
  private final Optional<Panel> panel;
  private final Remaining remaining;

  private Progress(PrintWriter out, Optional<Panel> panel, Remaining remaining) {
    this.out = out;
    this.panel = panel;
    this.remaining = remaining;
  }

  /**
   * For whatever standard output is: a terminal or not.
   *
   * @param runs all that will be made or kept
   */
  static Progress on(PrintWriter out, List<Run> runs) {
    Remaining remaining = new Remaining(runs);
    if (System.console() == null) {
      return new Progress(out, Optional.empty(), remaining);
    }
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      int width = terminal.getWidth() > 0 ? terminal.getWidth() : COLUMNS;
      return new Progress(out, Optional.of(new Panel(out, width)), remaining);
    } catch (IOException e) {
      return new Progress(out, Optional.empty(), remaining);
    }
  }

  @Override
  public TrainingListener started(Run run, int stepsPerEpoch) {
    return panel.isPresent()
        ? new Bar(run, stepsPerEpoch, panel.get().add())
        : new Lines(run, stepsPerEpoch);
  }

  @Override
  public void finished(Run run, Path folder) {
    print("%s: written to %s%s".formatted(run.title(), folder, remaining.ended(run)));
  }

  @Override
  public void kept(Run run, Path folder) {
    remaining.ended(run);
    print("%s: finished before, kept as it is in %s".formatted(run.title(), folder));
  }

  @Override
  public void note(Run run, String note) {
    print(run.title() + ": " + note);
  }

  @Override
  public void failed(Run run, Throwable cause) {
    remaining.ended(run);
    print("%s: failed: %s".formatted(run.title(), Failure.describe(cause)));
  }

  /** Whole lines, from whichever thread. */
  private synchronized void print(String line) {
    if (panel.isPresent()) {
      panel.get().print(line);
    } else {
      out.println(line);
      out.flush();
    }
  }

  private static String rates(Rates rates) {
    return String.format(
        Locale.ROOT, "rate %.5f, momentum %.3f", rates.learningRate(), rates.momentum());
  }

  private final class Bar implements TrainingListener {
    private static final int UPDATE_MILLISECONDS = 500;

    private final Run run;
    private final int stepsPerEpoch;
    private final ProgressBarConsumer line;
    private ProgressBar bar;
    private String test = "";

    Bar(Run run, int stepsPerEpoch, ProgressBarConsumer line) {
      this.run = run;
      this.stepsPerEpoch = stepsPerEpoch;
      this.line = line;
    }

    /** Begins with the first step, which is not that of the run if it goes on from a checkpoint. */
    private ProgressBar begin(long done) {
      return new ProgressBarBuilder()
          .setTaskName(run.title())
          .setInitialMax((long) stepsPerEpoch * run.experiment().recipe().epochs())
          .startsFrom(done, Duration.ZERO)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
          .setConsumer(line)
          .build();
    }

    @Override
    public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
      long done = (long) (epoch - 1) * stepsPerEpoch + step;
      bar = bar == null ? begin(done - 1) : bar;
      bar.stepTo(done);
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d, rate %.4f, loss %.4f, train %.2f %%%s",
              epoch,
              rates.learningRate(),
              loss,
              100 * accuracy,
              test));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      remaining.trained(run, metrics.epoch());
      test = String.format(Locale.ROOT, ", test %.2f %%", 100 * metrics.testAccuracy());
      if (metrics.epoch() == run.experiment().recipe().epochs()) {
        bar.setExtraMessage(test.substring(1));
        bar.close();
      }
    }
  }

  private final class Lines implements TrainingListener {
    private final Run run;
    private final long start = System.nanoTime();
    private int epochsHere;
    private Rates rates;

    Lines(Run run, int stepsPerEpoch) {
      this.run = run;
      print(
          "%s: %d epoch(s) of %d steps"
              .formatted(run.title(), run.experiment().recipe().epochs(), stepsPerEpoch));
    }

    @Override
    public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
      this.rates = rates;
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      int epochs = run.experiment().recipe().epochs();
      epochsHere++;
      long left = (System.nanoTime() - start) / epochsHere * (epochs - metrics.epoch());
      remaining.trained(run, metrics.epoch());
      print(
          String.format(
              Locale.ROOT,
              "%s: epoch %d/%d, %s, train loss %.4f, accuracy %.2f %%, test loss %.4f,"
                  + " accuracy %.2f %%, %s left",
              run.title(),
              metrics.epoch(),
              epochs,
              rates(rates),
              metrics.trainLoss(),
              100 * metrics.trainAccuracy(),
              metrics.testLoss(),
              100 * metrics.testAccuracy(),
              Remaining.inWords(Duration.ofNanos(left))));
    }
  }
}
