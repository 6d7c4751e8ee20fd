package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.report.Results.LeftOut;
import org.tinymnist.report.Results.Series;

class ResultsFolderTest {
  @TempDir Path results;

  @Test
  void ordersExperimentsByNameAndRunsBySeed() throws IOException {
    new SampleRun("b").write(results);
    for (int seed : new int[] {10, 9, 1}) {
      new SampleRun("a").seed(seed).write(results);
    }

    Results read = read();

    assertThat(read.series()).extracting(Series::name).containsExactly("a", "b");
    assertThat(read.series().get(0).runs())
        .extracting(run -> run.json().seed())
        .containsExactly(1L, 9L, 10L);
    assertThat(read.leftOut()).isEmpty();
  }

  @Test
  void leavesOutABrokenRunAndKeepsItsNeighbours() throws IOException {
    new SampleRun("a").seed(1).write(results);
    Files.delete(new SampleRun("a").seed(2).write(results).resolve("errors.csv"));
    new SampleRun("b").write(results);

    Results read = read();

    assertThat(read.runs()).hasSize(2);
    assertThat(read.leftOut()).containsExactly(new LeftOut("a/seed-2", "no errors.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed-01", "seed-", "seed-x", "seed--1", "seed-1 (copy)", "old"})
  void leavesOutAFolderThatIsNoSeeds(String name) throws IOException {
    new SampleRun("a").write(results);
    Files.createDirectory(results.resolve("a").resolve(name));

    assertThat(read().leftOut())
        .containsExactly(new LeftOut("a/" + name, "not a run's folder, expected seed-<n>"));
  }

  @Test
  void leavesOutAFolderOfSomethingElse() throws IOException {
    new SampleRun("a").write(results);
    Files.createDirectory(results.resolve("downloads"));

    assertThat(read().leftOut()).containsExactly(new LeftOut("downloads", "no folder seed-<n>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\u001b[31m", "a`b", "-a", "\u202ea"})
  void leavesOutANameThatIsNoExperiments(String name) throws IOException {
    new SampleRun("a").write(results);
    Files.createDirectory(results.resolve(name));

    assertThat(read().leftOut())
        .singleElement()
        .satisfies(
            folder ->
                assertThat(folder.reason())
                    .isEqualTo("not a run's folder, expected an experiment's name"))
        .satisfies(folder -> assertThat(folder.folder()).doesNotContainPattern("\\p{C}"));
  }

  @Test
  void doesNotFollowALinkOutOfTheFolder(@TempDir Path elsewhere) throws IOException {
    new SampleRun("a").write(results);
    new SampleRun("b").write(elsewhere);
    Files.createSymbolicLink(results.resolve("b"), elsewhere.resolve("b"));

    assertThat(read().series()).extracting(Series::name).containsExactly("a");
    assertThat(read().leftOut()).containsExactly(new LeftOut("b", "a link, expected a folder"));
  }

  @Test
  void passesOverFilesHiddenFoldersAndItsOwnCharts() throws IOException {
    new SampleRun("a").write(results);
    Files.createDirectory(results.resolve("charts"));
    Files.createDirectory(results.resolve(".cache"));
    Files.writeString(results.resolve("notes.txt"), "");

    assertThat(read().leftOut()).isEmpty();
  }

  @Test
  void leavesOutASeedThatWasTrainedDifferently() throws IOException {
    new SampleRun("a").seed(1).write(results);
    new SampleRun("a")
        .seed(2)
        .change(json -> SampleRun.experiment(json).put("batch_size", 64))
        .write(results);

    assertThat(read().leftOut())
        .containsExactly(
            new LeftOut("a/seed-2", "run.json: another experiment or network than that of seed 1"));
  }

  @Test
  void leavesOutARunOnOtherDataThanTheFirst() throws IOException {
    new SampleRun("a").write(results);
    new SampleRun("b")
        .change(json -> ((ObjectNode) json.get("data")).put("name", "Fashion"))
        .write(results);

    assertThat(read().leftOut())
        .singleElement()
        .satisfies(
            folder ->
                assertThat(folder.reason())
                    .isEqualTo("run.json: data Fashion, expected the content of MNIST, as in a"));
  }

  @Test
  void takesTheHighestMeanForTheBestAndTheFirstNameOfEquals() throws IOException {
    new SampleRun("a").testAccuracies(0.9).write(results);
    new SampleRun("b").seed(1).testAccuracies(0.96).write(results);
    new SampleRun("b").seed(2).testAccuracies(0.92).write(results);
    new SampleRun("c").testAccuracies(0.95).write(results);
    new SampleRun("d").testAccuracies(0.95).write(results);

    assertThat(read().best().name()).isEqualTo("c");
  }

  @Test
  void tellsEqualTitlesApart() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      new SampleRun(name)
          .change(json -> SampleRun.experiment(json).put("title", "Same"))
          .write(results);
    }

    Results read = read();

    assertThat(read.series()).extracting(read::title).containsExactly("Same (a)", "Same (b)");
  }

  @Test
  void refusesAFolderWithoutAFinishedRun() throws IOException {
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessage("%s: no finished run, expected <experiment>/seed-<n>", results);

    Files.delete(new SampleRun("a").write(results).resolve("run.json"));

    assertThatThrownBy(this::read)
        .hasMessageContaining("no finished run")
        .hasMessageContaining("a/seed-1: no run.json")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> ResultsFolder.read(results.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none: no such folder");
  }

  private Results read() throws IOException {
    return ResultsFolder.read(results);
  }
}
