package org.tinymnist.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.interop.Verdict.Measurement;
import org.tinymnist.interop.Verdict.Status;
import org.tinymnist.model.Classifier;

/** Takes exported models through runtimes, and compares each with TensorFlow Java in this JVM. */
public final class Verification {

  private static final String SAVED_MODEL = "saved_model";

  private final Path scripts;
  private final Path work;
  private final LabeledImages images;
  private final Map<String, Path> runs;
  private final Map<String, Predictions> references = new LinkedHashMap<>();

  /**
   * Asks TensorFlow Java what the models say.
   *
   * @param scripts the folder of the programs {@code install} and {@code export}
   * @param work for files between programs, and their logs; is made if need be
   * @param images what the models classify
   * @param runs folder of each run, by the name of its experiment
   * @throws org.tinymnist.model.InvalidModelException if a run holds no model, or another one
   */
  public Verification(Path scripts, Path work, LabeledImages images, Map<String, Path> runs)
      throws IOException {
    this.scripts = scripts;
    this.work = Files.createDirectories(work);
    this.images = images;
    this.runs = runs;
    float[] intensities = new float[images.pixels().length];
    for (int i = 0; i < intensities.length; i++) {
      intensities[i] = Byte.toUnsignedInt(images.pixels()[i]);
    }
    Predictions.writeFloats(imagesFile(), intensities);
    for (Map.Entry<String, Path> run : runs.entrySet()) {
      try (Classifier classifier = Classifier.load(run.getValue().resolve(SAVED_MODEL))) {
        Predictions reference = Predictions.of(classifier, intensities);
        reference.write(Files.createDirectories(work.resolve("reference").resolve(run.getKey())));
        references.put(run.getKey(), reference);
      }
    }
  }

  /**
   * Takes every model through every runtime.
   *
   * @param listener hears of every verdict as soon as it is there
   * @return all verdicts, by runtime
   */
  public List<Verdict> verify(List<InferenceRuntime> runtimes, Consumer<Verdict> listener)
      throws IOException, InterruptedException {
    Map<String, Optional<String>> exports = new LinkedHashMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    Consumer<Verdict> record =
        verdict -> {
          verdicts.add(verdict);
          listener.accept(verdict);
        };
    for (InferenceRuntime runtime : runtimes) {
      Optional<String> obstacle = install(runtime);
      if (obstacle.isPresent()) {
        record.accept(
            unmeasured(runtime, "not installed: " + obstacle.get(), "", Status.NOT_INSTALLED));
        continue;
      }
      String format = runtime.export();
      if (format != null) {
        if (!exports.containsKey(format)) {
          exports.put(format, export(format, runs.values()));
        }
        obstacle = exports.get(format);
        if (obstacle.isPresent()) {
          record.accept(unmeasured(runtime, "not exported: " + obstacle.get(), "", Status.BROKEN));
          continue;
        }
      }
      for (Map.Entry<String, Path> run : runs.entrySet()) {
        record.accept(verify(runtime, run.getKey(), run.getValue(), references.get(run.getKey())));
      }
    }
    return verdicts;
  }

  private Verdict verify(InferenceRuntime runtime, String model, Path run, Predictions reference)
      throws IOException, InterruptedException {
    Path output =
        Files.createDirectories(work.resolve("output").resolve(runtime.id()).resolve(model));
    Predictions.delete(output);
    Path file = run.resolve(runtime.model());
    List<String> command = new ArrayList<>(List.of(runtime.run().split(" ")));
    Stream.of(file, imagesFile(), output).map(Path::toString).forEach(command::add);
    try {
      String answer = Program.run(command, output.resolve("log"));
      int space = answer.lastIndexOf(' ');
      if (space < 0) {
        return unmeasured(runtime, "failed: it named no version and time", model, Status.BROKEN);
      }
      double milliseconds = Double.parseDouble(answer.substring(space + 1));
      Comparison c = Comparison.of(reference, Predictions.read(output, images.count()), images);
      Measurement measurement =
          new Measurement(
              c.maxProbabilityDifference(),
              c.classDifferences(),
              c.accuracy(),
              milliseconds,
              size(file));
      return new Verdict(
          runtime.runtime(),
          answer.substring(0, space),
          model,
          Optional.of(measurement),
          runtime.holds(c) ? Status.HOLDS : Status.BROKEN);
    } catch (Program.FailedException | IOException | NumberFormatException e) {
      return unmeasured(runtime, "failed: " + e.getMessage(), model, Status.BROKEN);
    }
  }

  /** Returns why a runtime cannot be installed, if so. */
  private Optional<String> install(InferenceRuntime runtime)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(scripts.resolve("install").toString()));
    command.addAll(runtime.install());
    return obstacle(command, "install-" + runtime.id());
  }

  /** Returns why models cannot be converted, if so. */
  private Optional<String> export(String format, Iterable<Path> runs)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(scripts.resolve("export").toString(), format));
    runs.forEach(run -> command.add(run.toString()));
    return obstacle(command, "export-" + format);
  }

  private Optional<String> obstacle(List<String> command, String name)
      throws IOException, InterruptedException {
    try {
      Program.run(command, work.resolve(name + ".log"));
      return Optional.empty();
    } catch (Program.FailedException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Verdict unmeasured(
      InferenceRuntime runtime, String why, String model, Status status) {
    return new Verdict(runtime.runtime(), why, model, Optional.empty(), status);
  }

  private Path imagesFile() {
    return work.resolve("images");
  }

  private static long size(Path model) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
