package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.train.Trainer;
import tools.jackson.databind.node.ObjectNode;

class RunFolderTest {

  private static final RunResult RUN = SampleRuns.of("a", 1, 0.9, 0.95);

  @TempDir Path results;

  @Test
  void readsWhatItWrote() throws Exception {
    Path folder = SampleRuns.write(results, RUN);

    assertThat(RunFolder.read(folder)).isEqualTo(RUN);
    assertThat(folder)
        .isDirectoryNotContaining("glob:**/.draft*")
        .isDirectoryContaining("glob:**/saved_model");
    assertThat(folder.resolve("metrics.csv"))
        .hasContent(
            """
            epoch,learning_rate,momentum,train_loss,train_accuracy,test_loss,test_accuracy
            1,0.001,0,0.5,0.93,0.4,0.9
            2,0.001,0,0.5,0.93,0.4,0.95
            """);
    assertThat(folder.resolve("errors.csv"))
        .content()
        .startsWith("index,label,predicted,probability\n1,0,1,0.5\n2,1,2,0.5001\n");
  }

  @Test
  void readsWhatASpreadsheetSavedAgain() throws Exception {
    Path folder = SampleRuns.write(results, RUN);
    Path metrics = folder.resolve("metrics.csv");
    Files.writeString(metrics, '\uFEFF' + Files.readString(metrics).replace("\n", "\r\n"));
    assertThat(RunFolder.read(folder)).isEqualTo(RUN);
  }

  @Test
  void replacesAnEarlierRunsFilesAndKeepsOthers() throws Exception {
    Path folder = SampleRuns.write(results, RUN);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    RunResult better = SampleRuns.of("a", 1, 0.9, 0.96);
    SampleRuns.write(results, better);
    assertThat(RunFolder.read(folder)).isEqualTo(better);

    RunRecord diverged =
        SampleRuns.record(RUN.record().experiment(), 1)
            .ended(0, List.of(), Optional.of(new RunRecord.Divergence(2, 3, "NaN")));
    RunFolder.writeDiverged(folder, diverged);
    assertThat(RunRecord.read(folder)).isEqualTo(diverged);
    assertRefused(folder, "run.json: diverged");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("run.json", "notes.txt");
  }

  @Test
  void leavesTheEarlierRunWhenAnExportFails() throws Exception {
    Path folder = SampleRuns.write(results, RUN);
    RunResult better = SampleRuns.of("a", 1, 0.9, 0.96);
    Path nowhere = results.resolve("none/none");
    assertThatThrownBy(
            () -> RunFolder.write(folder, better, place -> Files.createDirectory(nowhere)))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(RunFolder.read(folder)).isEqualTo(RUN);
    assertThat(folder).isDirectoryNotContaining("glob:**/.draft*");
  }

  private static boolean isFinished(Path folder, Experiment now) throws IOException {
    return RunFolder.isFinished(folder, SampleRuns.record(now, 1));
  }

  @Test
  void isFinishedIfItIsTheSameRunAndComplete() throws Exception {
    Path folder = SampleRuns.write(results, RUN);
    Experiment experiment = RUN.record().experiment();
    assertThat(isFinished(folder, experiment)).isTrue();
    assertThat(isFinished(folder, experiment.withEpochs(3))).isFalse();
    Files.delete(folder.resolve("metrics.csv"));
    assertThat(isFinished(folder, experiment)).isFalse();
    assertThat(isFinished(results, experiment)).isFalse();
  }

  @Test
  void isFinishedUnderAnotherTitleAndDescription() throws Exception {
    Path folder = SampleRuns.write(results, RUN);
    Recipe recipe = RUN.record().experiment().recipe();
    Experiment renamed =
        new Experiment("a", "B", "Why", Optional.of("model-1"), Optional.of("b"), 0, recipe);
    assertThat(isFinished(folder, renamed)).isTrue();
    assertThat(RunFolder.read(folder).record().experiment()).isEqualTo(renamed);
  }

  /** The header, the type of a cell, a number that is not finite, columns, a half of the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metrics.csv | epoch,        | step,              | columns [step,
          metrics.csv | 1,0.001,0,0.5 | 1,0.001,0,NaN      | line 2: train_loss: NaN, expected a number
          metrics.csv | 1,0.001,0,0.5 | 1,0.001,0,1e999    | line 2: train_loss: 1e999, expected a number
          metrics.csv | 2,0.001       | two,0.001          | line 3: epoch: two, expected an integer
          metrics.csv | 0.4,0.95      | 0.4                | line 3: 6 columns, expected 7
          run.json    | "epochs" : 2  | "epochs" : 3       | metrics.csv: 2 epochs, expected 3
          errors.csv  | 1,0,1,0.5     | 1,0,"1\u001b[2J",0.5 | line 2: predicted: 1 [2J, expected an integer
          run.json    | "format" : 2  | "format" : 1       | format: 1, expected 2
          run.json    | "seed" : 1,   | ''                 | seed
          run.json    | "seed" : 1    | "seed" : "1"       | seed
          run.json    | "seed" : 1    | "seed" : 2         | belongs to a
          run.json    | "name" : "a"  | "name" : "../a"    | belongs to ..
          run.json    | "seed" : 1,   | "seed" : 1, "seed" : 1, | Duplicate
          run.json    | "threads" : 1 | "threads" : 1, "mood" : 1 | mood
          run.json    | "epochs" : 2  | "epochs" : 2.5     | experiment.epochs: 2.5, expected an integer
          run.json    | 60.5,         | 1e999,             | seconds_per_epoch
          """)
  void refusesAFileThatIsNotOfItsFormat(String file, String found, String instead, String error)
      throws Exception {
    Path path = SampleRuns.write(results, RUN).resolve(file);
    String text = Files.readString(path);
    String changed = text.replace(found, instead);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(path, changed);
    assertRefused(path.getParent(), error);
    Files.delete(path);
    assertRefused(path.getParent(), file + ": missing");
  }

  /** Which updates of a machine train a finished run again. */
  @ParameterizedTest
  @CsvSource({
    "0.9.0, 1.0.0, 2.18.0, 21.0.2, CPU, 1, ''",
    "1.0.0, 1.1.0, 2.21.0, 17.0.1, CPU, 1, software.tensorflow was \"2.18.0\" and is \"2.21.0\"",
    "1.0.0, 1.1.0, 2.18.0, 17.0.1, CPU, 2, training_version was 1 and is 2",
    "1.0.0, 1.1.0, 2.18.0, 17.0.1, NVIDIA H200, 1, hardware.device was \"CPU\" and is \"NVIDIA"
        + " H200\""
  })
  void isTrainedAgainOnlyIfItsBitsMayChange(
      String program,
      String tensorflowJava,
      String tensorflow,
      String java,
      String device,
      int training,
      String difference)
      throws Exception {
    Path folder = SampleRuns.write(results, RUN);
    RunRecord r = RUN.record();
    RunRecord now =
        new RunRecord(
            r.format(),
            r.experiment(),
            r.seed(),
            r.data(),
            training,
            new Software(program, tensorflowJava, tensorflow, java, "Another system"),
            new Hardware(device, "Another processor", 64, 500, true),
            64,
            "2027-01-01T00:00:00Z",
            0,
            List.of(),
            Optional.empty());
    assertThat(RunRecord.difference(r.identity(), now.identity()).orElse("")).isEqualTo(difference);
    assertThat(RunFolder.isFinished(folder, now)).isEqualTo(difference.isEmpty());
    assertThat(RunRecord.difference(r.checkpointIdentity(), now.checkpointIdentity()))
        .as("a checkpoint is of one processor")
        .isPresent();
  }

  /** They were recorded by a program that had no version of training. */
  @Test
  void keepsTheReferencesRuns() throws Exception {
    Study reference = Study.read(Path.of("results", Study.REFERENCE));
    assertThat(reference.runs()).isNotEmpty();
    assertThat(reference.unusable()).isEmpty();
    Map<String, Experiment> experiments = new HashMap<>();
    for (RunResult run : reference.runs()) {
      Experiment now = experiments.computeIfAbsent(run.name(), SampleRuns::experiment);
      ObjectNode identity = (ObjectNode) SampleRuns.record(now, run.seed()).identity();
      identity.put("training_version", Trainer.VERSION);
      assertThat(RunRecord.difference(run.record().identity(), identity)).isEmpty();
    }
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> RunFolder.read(folder))
        .isInstanceOf(InvalidResultException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContainPattern("[\\p{Cntrl}]");
  }
}
