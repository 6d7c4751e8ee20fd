package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.tinymnist.SmallMnist;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.SavedModelExporter;

/** Persian has digits of its own, German a decimal comma, and the locale C only ASCII. */
@Isolated
class LocaleTest {

  private static final String EXPERIMENT = "model-3-baseline";

  @TempDir Path folder;
  private final Locale before = Locale.getDefault();

  @AfterEach
  void reset() {
    Locale.setDefault(before);
  }

  @Test
  void exportsAndClassifiesInPersianWithoutTheCommandLine() throws Exception {
    Locale.setDefault(new Locale("fa", "IR"));
    Path model = folder.resolve("model");
    SavedModelExporter.export(model, SampleRuns.zeros());
    try (Classifier classifier = Classifier.load(model)) {
      assertThat(classifier.classify(new float[784], 1)).isNotNull();
    }
  }

  @Test
  void printsAsciiDigitsAndDecimalPointsInEveryLocale() throws Exception {
    Path data = SmallMnist.write(folder.resolve("data"), 1, 100);
    Path model = folder.resolve("model");
    SavedModelExporter.export(model, SampleRuns.zeros());
    for (Locale locale : List.of(Locale.GERMANY, new Locale("ar", "EG"))) {
      Locale.setDefault(locale);
      assertThat(Outcome.of("evaluate", "--model", model, "--data", data).out())
          .containsPattern("[0-9]+\\.[0-9]{2} %");
      assertThat(Outcome.of("cluster", "missing", EXPERIMENT, "--out", folder).out())
          .endsWith(EXPERIMENT + ".yaml:1\n");
    }
  }

  private static Process startInC(Object... arguments) throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
    assumeThat(Outcome.CLASS_PATH + Path.of("").toAbsolutePath())
        .as("Java cannot read a class path with other letters in the locale C")
        .matches("\\p{ASCII}*");
    return Outcome.start(List.of("env", "LC_ALL=C"), arguments);
  }

  @Test
  void saysThatTheLocaleCannotHoldAName() throws Exception {
    Outcome outcome = Outcome.of(startInC("evaluate", "--model", "mödel"));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out().lines().toList().get(0))
        .startsWith("tiny-mnist: Invalid value for option '--model': 'm")
        .endsWith("is not a path in this locale, try LC_ALL=C.UTF-8");
  }

  /** JDK 17 cannot take such a name from the command line there, though from a folder. */
  @Test
  void readsOrRefusesANameThatTheLocaleCannotHold() throws Exception {
    Path names = Files.createDirectory(folder.resolve("names"));
    Path picture = names.resolve("sieben-\u6570.png");
    Files.copy(Path.of("src/interop/snippets/seven.png"), picture);
    Path model = Path.of("results/reference/record/seed-1/saved_model");
    Path show = folder.resolve("shown");
    for (Path argument : List.of(picture, names)) {
      Outcome outcome = Outcome.of(startInC("predict", "--model", model, "--show", show, argument));
      assertThat(outcome.out().lines().filter(line -> line.contains("sieben")))
          .singleElement(STRING)
          .contains(outcome.exit() == 0 ? " % at " : "try LC_ALL=C.UTF-8");
    }
    assertThat(show.resolve("1-sieben-.png-1.png")).exists();
  }
}
