package org.tinymnist.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.runner.Runner.End;
import org.tinymnist.train.TrainingListener;

class RunnerTest {

  private static final int IMAGES = 256;
  private static final DataSet DATA = SmallMnist.of(IMAGES);
  private static final Run RUN = new Run(Recipes.experiment("a", Recipes.random(2)), 1);

  @TempDir private Path folder;

  /** Keeps what it hears as lines, and does something after each epoch. */
  private static class Lines implements RunListener {

    final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

    void epoch() {}

    @Override
    public TrainingListener started(Run run, int stepsPerEpoch) {
      return new TrainingListener() {
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

  private List<End> train(Path out, RunListener listener, Run... runs) throws InterruptedException {
    Runner.Options options = new Runner.Options(runs.length, runs.length, false, false);
    return new Runner(DATA, Device.CPU, out, options, listener).run(List.of(runs));
  }

  private static List<String> files(Path out) throws IOException {
    Path run = RUN.folder(out);
    try (var files = Files.walk(run)) {
      return files.map(file -> run.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void leavesARunToTheProcessThatHoldsItsLock() throws Exception {
    Lines second = new Lines();
    Lines first =
        new Lines() {
          @Override
          void epoch() {
            assertThat(trainBeside(second)).containsExactly(End.LEFT_TO_ANOTHER);
          }
        };
    assertThat(train(folder, first, RUN)).containsExactly(End.FINISHED);
    assertThat(first.heard).containsExactly("a, seed 1: finished");
    assertThat(second.heard)
        .hasSize(2)
        .allMatch(line -> line.matches("a, seed 1: skipped: in use by process \\d+ on .*"));
  }

  private List<End> trainBeside(Lines listener) {
    try {
      return train(folder, listener, RUN);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file is deleted under the first one's lock: then the second has a lock as well. */
  @Test
  void endsWithTheSameBytesIfTwoTrainTheSameRun() throws Exception {
    Path alone = folder.resolve("alone");
    train(alone, new Lines(), RUN);
    Lines second = new Lines();
    Lines first =
        new Lines() {
          @Override
          void epoch() {
            if (second.heard.isEmpty()) {
              assertThat(RUN.folder(folder).resolve(".lock").toFile().delete()).isTrue();
              assertThat(trainBeside(second)).containsExactly(End.FINISHED);
            }
          }
        };
    assertThat(train(folder, first, RUN)).containsExactly(End.FINISHED);
    assertThat(second.heard)
        .containsExactly("a, seed 1: resumes after 1 epochs and 0 steps", "a, seed 1: finished");
    assertThat(first.heard).containsExactly("a, seed 1: finished");
    assertThat(files(folder)).isEqualTo(files(alone));
    for (String file :
        List.of(
            "metrics.csv", "errors.csv", "saved_model/variables/variables.data-00000-of-00001")) {
      assertThat(RUN.folder(folder).resolve(file))
          .hasSameBinaryContentAs(RUN.folder(alone).resolve(file));
    }
  }

  @Test
  void finishesTheOtherRunsIfTheDataOfOneCannotBeSplit() throws Exception {
    Experiment e = RUN.experiment();
    Experiment hopeless =
        new Experiment("b", "B", "", Optional.empty(), Optional.empty(), IMAGES, Recipes.model1(1));
    Lines lines = new Lines();
    assertThat(train(folder, lines, new Run(e, 1), new Run(hopeless, 1), new Run(e, 2)))
        .containsExactly(End.FINISHED, End.FAILED, End.FINISHED);
    assertThat(lines.heard)
        .containsExactlyInAnyOrder(
            "a, seed 1: finished",
            "b, seed 1: failed: validation: 256, expected fewer than the 256 training images of a"
                + " part",
            "a, seed 2: finished");
  }
}
