package org.tinymnist.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.interop.Verdict.Status;
import org.tinymnist.model.InferenceModel;
import org.tinymnist.model.InvalidModelException;
import org.tinymnist.model.Network;

/** Runtimes are shell scripts here, which answer with files of the reference. */
@DisabledOnOs(OS.WINDOWS)
class VerificationTest {

  private static final int IMAGES = 20;

  @TempDir Path folder;
  private Path run;
  private LabeledImages images;

  @BeforeEach
  void exportAModel() throws IOException {
    run = Files.createDirectory(folder.resolve("run"));
    Map<String, float[]> weights = new LinkedHashMap<>();
    Network.weights().forEach(weight -> weights.put(weight.name(), constant(weight.size())));
    InferenceModel.export(run.resolve("saved_model"), weights);
    LabeledImages test = DataSet.mnistTest();
    images =
        new LabeledImages(
            Arrays.copyOf(test.pixels(), IMAGES * LabeledImages.PIXELS),
            Arrays.copyOf(test.labels(), IMAGES));
    script("install", "[ $1 = nowhere ] && echo 'no such package' >&2 && exit 1; exit 0");
    script("export", "exit 0");
  }

  @Test
  void holdsARuntimeThatAnswersAsTensorFlowJava() throws Exception {
    Verdict verdict = verify("here", "cp ../drafts/reference/m/* $3; echo 1.2.3 in Java 17 0.5");
    assertThat(verdict.status()).isEqualTo(Status.HOLDS);
    assertThat(verdict.version()).isEqualTo("1.2.3 in Java 17");
    assertThat(verdict.measurement().orElseThrow().maxProbabilityDifference()).isZero();
    assertThat(verdict.measurement().orElseThrow().millisecondsPerImage()).isEqualTo(0.5);
  }

  @Test
  void findsARuntimeThatAnswersOtherwise() throws Exception {
    Verdict verdict =
        verify(
            "here",
            "head -c %d /dev/zero >$3/probabilities; cp ../drafts/reference/m/classes $3; echo 1 1"
                .formatted(IMAGES * LabeledImages.CLASSES * Float.BYTES));
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.measurement().orElseThrow().classDifferences()).isZero();
  }

  @Test
  void findsAnAnswerOfTooFewImages() throws Exception {
    Verdict verdict =
        verify("here", "echo >$3/probabilities; cp ../drafts/reference/m/classes $3; echo 1 1");
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.version()).startsWith("failed: ").contains("1 bytes, expected 800");
  }

  @Test
  void doesNotTakeAnEarlierAnswerForARuntimesOwn() throws Exception {
    verify("here", "cp ../drafts/reference/m/* $3; echo 1.2.3 0.5");
    Verdict verdict = verify("here", "echo 1.2.3 0.5");
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.version()).endsWith("probabilities: was not written");
  }

  @Test
  void tellsTheLastThingThatAFailingRuntimeSaid() throws Exception {
    Verdict verdict = verify("here", "echo wrong operation >&2; exit 3");
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.version()).isEqualTo("failed: wrong operation");
  }

  @Test
  void tellsTheMessageThatAStackTraceEndsWith() throws Exception {
    Verdict verdict =
        verify(
            "here",
            "printf 'Error: it broke\\n\\tat A.main(A.java:1)\\nCaused by: no input\\n\\tat"
                + " A.of(A.java:2)\\n\\t... 1 more\\n' >&2; exit 1");
    assertThat(verdict.version()).isEqualTo("failed: Caused by: no input");
  }

  @Test
  void saysThatARuntimeCannotBeInstalled() throws Exception {
    Verdict verdict = verify("nowhere", "exit 0");
    assertThat(verdict.status()).isEqualTo(Status.NOT_INSTALLED);
    assertThat(verdict.version()).isEqualTo("not installed: no such package");
  }

  @Test
  void writesOneLineAVerdict() throws Exception {
    Verdict measured = verify("here", "cp ../drafts/reference/m/* $3; echo 1.2.3 0.5");
    Verdict missing = verify("nowhere", "exit 0");
    Path file = folder.resolve("interop.csv");
    VerdictsFile.write(file, List.of(measured, missing));
    double accuracy = measured.measurement().orElseThrow().accuracy();
    long bytes = measured.measurement().orElseThrow().bytes();
    assertThat(file)
        .content()
        .isEqualTo(
            "runtime,version,model,max_probability_difference,class_differences,test_accuracy,"
                + "milliseconds_per_image,bytes\n"
                + "A runtime,1.2.3,m,0,0,%s,0.500,%d\n".formatted(accuracy, bytes)
                + "A runtime,not installed: no such package,,,,,,\n");
  }

  @Test
  void refusesAFolderThatIsNoSavedModel() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> verification(empty))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith(empty.resolve("saved_model") + ": no SavedModel");
  }

  private Verdict verify(String environment, String program) throws Exception {
    Path script = script("program", "cd $(dirname $0)/run; " + program);
    InferenceRuntime runtime =
        new InferenceRuntime(
            "a",
            "A runtime",
            List.of(environment),
            null,
            "saved_model",
            script.toString(),
            1e-5,
            0,
            0);
    return verification(run).verify(List.of(runtime), verdict -> {}).get(0);
  }

  private Verification verification(Path run) throws IOException {
    return new Verification(folder, folder.resolve("drafts"), images, Map.of("m", run));
  }

  private Path script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + ": cannot be made executable");
    }
    return file;
  }

  private static float[] constant(int size) {
    float[] values = new float[size];
    Arrays.fill(values, 0.1f);
    return values;
  }
}
