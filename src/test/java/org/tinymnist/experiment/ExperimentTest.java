package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.Recipes;
import org.tinymnist.experiment.Augmentation.Interpolation;
import org.tinymnist.experiment.OneCycle.Anneal;

class ExperimentTest {

  private static final String MINIMAL =
      """
      title: A title
      epochs: 20
      batch_size: 128
      label_smoothing: 0.02
      schedule:
        constant:
          learning_rate: 0.001
          momentum: 0
      """;

  private static final String FULL =
      """
      # A comment.
      title: "All keys: given"
      description: >
        Two
        lines.
      published: model-2
      epochs: 5
      batch_size: 64
      label_smoothing: 0.1
      weight_decay: 5e-4
      schedule:
        one_cycle:
          max_lr: 0.05
          pct_start: 0.2
          div_factor: 10
          final_div_factor: 1e2
          anneal: linear
          cycle_momentum: true
          base_momentum: 0.85
          max_momentum: 0.95
      dropout: {blocks: 0.1, dense: 0.2}
      augmentation:
        rotation_degrees: 10
        translate: 0.08
        shift_pixels: 2
        scale: 0.1
        shear: 0.05
        interpolation: bilinear
        fade: {after: 3, over: 1}
      precision: float32
      variant_of: model-1-optimized
      validation: 5000
      """;

  private static final String FIXED_MOMENTUM =
      FULL.replaceAll(
          "cycle_momentum: (.*\\s*){3}dropout",
          "cycle_momentum: false\n    momentum: 0.9\ndropout");

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("x.yaml");
  }

  private Experiment read(String yaml) throws IOException {
    return Experiment.read(Files.writeString(file, yaml));
  }

  /** What an error says, the folder before the file's name left out. */
  private String errorOf(String yaml) {
    String message =
        catchThrowableOfType(InvalidExperimentException.class, () -> read(yaml)).getMessage();
    return message.replace(directory + file.getFileSystem().getSeparator(), "");
  }

  @Test
  void readsEveryKey() throws IOException {
    Optional<Augmentation.Fade> fade = Optional.of(new Augmentation.Fade(3, 1));
    OneCycle schedule = Recipes.cycled(0.05, 0.2, Anneal.LINEAR);
    Dropout dropout = new Dropout(0.1, 0.2);
    Augmentation all = new Augmentation(10, 0.08, 2, 0.1, 0.05, Interpolation.BILINEAR, fade);
    Recipe recipe = new Recipe(5, 64, 0.1, 0.0005, schedule, dropout, all, Precision.FLOAT32);
    Optional<String> published = Optional.of("model-2");
    Optional<String> base = Optional.of("model-1-optimized");
    assertThat(read(FULL))
        .isEqualTo(
            new Experiment("x", "All keys: given", "Two lines.", published, base, 5_000, recipe));
  }

  @Test
  void readsAFixedMomentum() throws IOException {
    OneCycle schedule = (OneCycle) read(FIXED_MOMENTUM).recipe().schedule();
    assertThat(schedule.momentum()).hasValue(0.9);
    assertThat(schedule.maxMomentum()).isEmpty();
  }

  @Test
  void fillsInWhatMayBeLeftOut() throws IOException {
    ConstantSchedule schedule = new ConstantSchedule(0.001, 0);
    Recipe recipe = Recipes.of(20, 128, schedule, Dropout.NONE, Augmentation.NONE);
    Optional<String> none = Optional.empty();
    assertThat(read(MINIMAL)).isEqualTo(new Experiment("x", "A title", "", none, none, 0, recipe));
    assertThat(recipe.precision()).isEqualTo(Precision.FLOAT32);
  }

  @Test
  void comesBackFromItsJson() throws IOException {
    for (String yaml : new String[] {MINIMAL, FULL, FIXED_MOMENTUM}) {
      Experiment experiment = read(yaml);
      assertThat(ExperimentJson.fromTree(ExperimentJson.toTree(experiment))).isEqualTo(experiment);
    }
  }

  @Test
  void takesAnotherNumberOfEpochsIfItIsInRange() throws IOException {
    Experiment experiment = read(FULL);

    assertThat(experiment.withEpochs(3)).isEqualTo(read(FULL.replace("epochs: 5", "epochs: 3")));
    assertThatThrownBy(() -> experiment.withEpochs(0))
        .isInstanceOf(InvalidExperimentException.class)
        .hasMessage("epochs: 0, expected an integer in [1, 10000]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # in FULL                | in its place            | error
          title: "All keys: given" | `# no title`            | x.yaml:3: title: missing, expected text of 1 to 100 characters
          title: "All keys: given" | title: ""               | x.yaml:2: title: "", expected text of 1 to 100 characters
          published: model-2       | published: no           | x.yaml:6: published: "no", expected one of model-1, model-2, model-3
          epochs: 5                | epochs:                 | x.yaml:7: epochs: nothing, expected an integer in [1, 10000]
          epochs: 5                | epochs: 010             | x.yaml:7: epochs: "010", expected an integer in [1, 10000]
          epochs: 5                | epochs: [5]             | x.yaml:7: epochs: a list, expected an integer in [1, 10000]
          epochs: 5                | title: again            | x.yaml:7: not valid YAML: Duplicate Object property "title"
          label_smoothing: 0.1     | label_smoothing: 1      | x.yaml:9: label_smoothing: 1, expected a number in [0, 1)
          weight_decay: 5e-4       | weight_decay: 1e999     | x.yaml:10: weight_decay: "Infinity", expected a number in [0, 1]
          `  one_cycle:`           | `  two_cycle:`          | x.yaml:13: schedule.two_cycle: unknown key, expected one of one_cycle, constant
          `  one_cycle:`           | `  constant: {learning_rate: 1, momentum: 0}\n  one_cycle:` | x.yaml:12: schedule: 2 keys, expected one of one_cycle, constant
          max_lr: 0.05             | max_lr: *rate           | x.yaml:13: max_lr: an alias, expected the value itself
          cycle_momentum: true     | cycle_momentum: yes     | x.yaml:18: schedule.one_cycle.cycle_momentum: "yes", expected true or false
          cycle_momentum: true     | cycle_momentum: false   | x.yaml:19: schedule.one_cycle.base_momentum: expected none with cycle_momentum: false
          max_momentum: 0.95       | max_momentum: 0.8       | x.yaml:20: schedule.one_cycle.max_momentum: 0.8, expected at least base_momentum, 0.85
          max_momentum: 0.95       | `# not said`            | x.yaml:13: schedule.one_cycle.max_momentum: missing, expected a number with cycle_momentum: true
          `{blocks: 0.1, dense: 0.2}` | 0.1                  | x.yaml:21: dropout: 0.1, expected keys and values
          shear: 0.05              | sheer: 0.05             | x.yaml:27: augmentation.sheer: unknown key, expected one of rotation_degrees, translate, shift_pixels, scale, shear, interpolation, fade
          variant_of: model-1-optimized | variant_of: Model 1 | x.yaml:31: variant_of: "Model 1", expected [a-z0-9][a-z0-9-]{0,63}
          """)
  void refusesAValueWithItsLineAndWhatWasExpected(String found, String instead, String error) {
    assertThat(FULL).contains(found);

    assertThat(errorOf(FULL.replace(found, instead.replace("\\n", "\n")))).isEqualTo(error);
  }

  @Test
  void namesTheFirstOfSeveralProblems() {
    assertThat(errorOf(FULL.replace("epochs: 5", "epochs: 0").replace("after: 3", "after: -1")))
        .startsWith("x.yaml:7: epochs: 0, expected ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          \\n# nothing                | x.yaml: empty, expected keys and values
          - 1                        | x.yaml:1: a list, expected keys and values
          20                         | x.yaml:1: 20, expected keys and values
          title: a\\n---\\ntitle: a  | x.yaml:3: a second document, expected one
          title: a\\nepochs: {a: 1\\n | x.yaml:3: not valid YAML: while parsing a flow mapping: expected ',' or '}', but got <stream end>
          title: a\\nepochs: 20: 30\\n | x.yaml:2: not valid YAML: mapping values are not allowed here
          title: a\\n? [epochs]\\n: 1 | x.yaml:2: not valid YAML: Expected a property name
          title: a\\nepochs: \u0001\\n | x.yaml:1: not valid YAML: special characters
          """)
  void refusesAFileThatIsNotOneMapping(String yaml, String error) {
    assertThat(errorOf(yaml.replace("\\n", "\n"))).startsWith(error).hasLineCount(1);
  }

  @Test
  void showsNoMoreThanTheStartOfALongValueAndNothingThatControlsATerminal() {
    assertThat(errorOf(MINIMAL.replace("20", '"' + "long\\e[2J ".repeat(500) + '"')))
        .startsWith("x.yaml:2: epochs: \"long")
        .doesNotContain("\u001b")
        .hasSizeLessThan(150);
  }

  @Test
  void refusesAFileLargerThan64KiB() throws IOException {
    String comment = "#".repeat(64 * 1024 - MINIMAL.length() - 1) + '\n';

    assertThat(read(comment + MINIMAL).title()).isEqualTo("A title");
    assertThat(errorOf('#' + comment + MINIMAL))
        .isEqualTo("x.yaml: too large, expected 64 KiB at most");
  }

  @Test
  void refusesAFileThatIsNotThereOrNotUtf8() throws IOException {
    assertThatThrownBy(() -> Experiment.read(file))
        .isInstanceOf(InvalidExperimentException.class)
        .hasMessage(file + ": no such file");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xE9});
    assertThatThrownBy(() -> Experiment.read(file)).hasMessage(file + ": not UTF-8 text");
  }

  @Test
  void readsAFileThatAWindowsEditorWrote() throws IOException {
    assertThat(read('\uFEFF' + FULL.replace("\n", "\r\n"))).isEqualTo(read(FULL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Model.yaml", "a b.yaml", "-a.yaml", ".yaml", "...yaml", "x.yml", "a_b.yaml"})
  void refusesAFileNameThatIsNoExperimentsName(String name) {
    Path misnamed = directory.resolve(name);

    assertThatThrownBy(() -> Experiment.read(misnamed))
        .isInstanceOf(InvalidExperimentException.class)
        .hasMessage(misnamed + ": not an experiment's name, expected [a-z0-9][a-z0-9-]{0,63}.yaml");
  }

  @Test
  void listsAFoldersExperimentsByNameWithMisnamedOnes() throws IOException {
    for (String name : new String[] {"b.yaml", "a-1.yaml", "a.yaml", "notes.txt"}) {
      Files.writeString(directory.resolve(name), MINIMAL);
    }
    assertThat(Experiment.files(directory))
        .extracting(each -> each.getFileName().toString())
        .containsExactly("a.yaml", "a-1.yaml", "b.yaml");
    Path misnamed = Files.writeString(directory.resolve("a.yml"), MINIMAL);
    assertThatThrownBy(() -> Experiment.files(directory)).hasMessageStartingWith(misnamed + ": ");
    Path missing = directory.resolve("experiments");
    assertThatThrownBy(() -> Experiment.files(missing))
        .isInstanceOf(InvalidExperimentException.class)
        .hasMessage(missing + ": no such directory");
  }
}
