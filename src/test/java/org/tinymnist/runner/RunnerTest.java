package org.tinymnist.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.runner.Runner.End;
import org.tinymnist.train.Trainer;

class RunnerTest {

  private static final int IMAGES = 256;
  private static final DataSet DATA = SmallMnist.of(IMAGES);
  private static final Run RUN = new Run(Recipes.experiment("a", Recipes.random(2)), 1);

  @TempDir private Path folder;

  /** Keeps what it hears as lines, and does something after each epoch. */
  private static class Lines implements Runner.Listener {

    final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

    void epoch() {}

    @Override
    public Trainer.Listener started(Run run, int stepsPerEpoch) {
      return new Trainer.Listener() {
        @Override
        public void step(int epoch, int step, Rates rates, double loss, double accuracy) {}

        @Override
        public void epoch(EpochMetrics metrics) {
          Lines.this.epoch();
        }
      };
    }

    @Override
    public void ended(Run run, String how) {
      heard.add(run.title() + ": " + how.replaceFirst("written to .*", "finished"));
    }

    @Override
    public void note(Run run, String note) {
      heard.add(run.title() + ": " + note);
    }

    @Override
    public void failed(Run run, Throwable cause) {
      heard.add(run.title() + ": failed: " + cause.getMessage());
    }
  }

  private List<End> train(Runner.Listener listener, Run... runs) {
    Runner.Options options = new Runner.Options(runs.length, runs.length, false, false);
    Runner runner = new Runner(DATA, Device.CPU, folder, options, listener);
    try {
      return runner.run(List.of(runs));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void leavesARunToTheProcessThatHoldsItsLock() {
    Lines second = new Lines();
    Lines first =
        new Lines() {
          @Override
          void epoch() {
            assertThat(train(second, RUN)).containsExactly(End.LEFT_TO_ANOTHER);
          }
        };
    assertThat(train(first, RUN)).containsExactly(End.FINISHED);
    assertThat(first.heard).containsExactly("a, seed 1: finished");
    assertThat(second.heard)
        .hasSize(2)
        .allMatch(line -> line.matches("a, seed 1: skipped: in use by process \\d+ on .*"));
  }
}
