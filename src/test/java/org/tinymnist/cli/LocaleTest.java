package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.tinymnist.SmallMnist;
import org.tinymnist.ZeroModel;
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
  void trainsToTheSameBytesInPersian() throws Exception {
    Path data = SmallMnist.write(folder.resolve("data"), 256, 100);
    Path here = folder.resolve("here");
    assertThat(Outcome.of("run", EXPERIMENT, "--epochs", 1, "--data", data, "--out", here).exit())
        .isZero();
    Path persian = folder.resolve("persian");
    Process process =
        Outcome.start(
            List.of("env", "JDK_JAVA_OPTIONS=-Duser.language=fa -Duser.country=IR"),
            "run",
            EXPERIMENT,
            "--epochs",
            1,
            "--data",
            data,
            "--out",
            persian);
    Outcome outcome = Outcome.of(process);
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    for (String file :
        List.of("metrics.csv", "errors.csv", "saved_model/variables/variables.index")) {
      Path run = Path.of(EXPERIMENT, "seed-1", file);
      assertThat(persian.resolve(run)).hasSameBinaryContentAs(here.resolve(run));
    }
    assertThat(Files.readString(persian.resolve("report.md"))).doesNotContainPattern("[۰-۹]");
  }

  @Test
  void exportsAndClassifiesInPersianWithoutTheCommandLine() throws Exception {
    Locale.setDefault(new Locale("fa", "IR"));
    Path model = folder.resolve("model");
    SavedModelExporter.export(model, ZeroModel.weights());
    try (Classifier classifier = Classifier.load(model)) {
      assertThat(classifier.classify(new float[784], 1)).isNotNull();
    }
  }

  @Test
  void printsAsciiDigitsAndDecimalPointsInEveryLocale() throws Exception {
    Path data = SmallMnist.write(folder.resolve("data"), 1, 100);
    Path model = folder.resolve("model");
    SavedModelExporter.export(model, ZeroModel.weights());
    for (Locale locale : List.of(Locale.GERMANY, new Locale("ar", "EG"))) {
      Locale.setDefault(locale);
      assertThat(Outcome.of("evaluate", "--model", model, "--data", data).out())
          .containsPattern("[0-9]+\\.[0-9]{2} %");
      assertThat(Outcome.of("cluster", "missing", EXPERIMENT, "--out", folder).out())
          .endsWith(EXPERIMENT + ".yaml:1\n");
    }
  }

  @Test
  void saysThatTheLocaleCannotHoldAName() throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
    Outcome outcome =
        Outcome.of(Outcome.start(List.of("env", "LC_ALL=C"), "evaluate", "--model", "mödel"));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out().lines().toList().get(0))
        .startsWith("tiny-mnist: Invalid value for option '--model': 'm")
        .endsWith("is not a path in this locale, try LC_ALL=C.UTF-8");
  }
}
