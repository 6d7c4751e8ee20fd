package org.tinymnist.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes the folder of a run that is right in every respect, on a test set of 1,000 images, 100 for
 * each digit.
 */
final class SampleRun {
  static final int TEST_IMAGES = 1000;

  private final String name;
  private long seed = 1;
  private double[] testAccuracies = {0.9, 0.95};
  private double trainAccuracy = 0.93;
  private Consumer<ObjectNode> change = json -> {};

  SampleRun(String name) {
    this.name = name;
  }

  SampleRun seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Sets the test accuracy of every epoch: multiples of 0.001. */
  SampleRun testAccuracies(double... accuracies) {
    this.testAccuracies = accuracies;
    return this;
  }

  /** Sets twenty epochs, as the note has, of which the last one ends here. */
  SampleRun endsAt(double accuracy) {
    testAccuracies = new double[Published.EPOCHS];
    Arrays.fill(testAccuracies, accuracy);
    return this;
  }

  SampleRun trainAccuracy(double accuracy) {
    this.trainAccuracy = accuracy;
    return this;
  }

  SampleRun published(String model) {
    return change(json -> experiment(json).put("published", model));
  }

  SampleRun variantOf(String base) {
    return change(json -> experiment(json).put("variant_of", base));
  }

  /** Changes {@code run.json} before it is written. */
  SampleRun change(Consumer<ObjectNode> more) {
    change = change.andThen(more);
    return this;
  }

  static ObjectNode experiment(ObjectNode json) {
    return (ObjectNode) json.get("experiment");
  }

  /** Gives the run the augmentation of {@code model-0-augmented}. */
  static void augment(ObjectNode json) {
    experiment(json)
        .putObject("augmentation")
        .put("rotation_degrees", 10)
        .put("shift_pixels", 2)
        .put("scale", 0.1)
        .put("shear", 0.1);
  }

  /** Writes the run below the results folder and returns its folder. */
  Path write(Path results) throws IOException {
    Path folder = results.resolve(name).resolve("seed-" + seed);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("metrics.csv"), metrics());
    Files.writeString(folder.resolve("errors.csv"), errors());
    Files.writeString(folder.resolve("calibration.csv"), calibration());
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(json());
    change.accept(json);
    Files.writeString(folder.resolve("run.json"), json.toPrettyString());
    return folder;
  }

  private String metrics() {
    StringBuilder csv =
        new StringBuilder(
            "epoch,learning_rate,momentum,train_loss,train_accuracy,test_loss,test_accuracy\n");
    for (int epoch = 1; epoch <= testAccuracies.length; epoch++) {
      csv.append("%d,0.001,0.0,0.5,%s,0.4,%s\n".formatted(epoch, trainAccuracy, test(epoch)));
    }
    return csv.toString();
  }

  private String errors() {
    StringBuilder csv = new StringBuilder("index,label,predicted,probability\n");
    long errors = Math.round((1 - test(testAccuracies.length)) * TEST_IMAGES);
    for (int i = 0; i < errors; i++) {
      csv.append("%d,%d,%d,%s\n".formatted(i, i % 10, (i + 1) % 10, 0.5 + 0.0001 * i));
    }
    return csv.toString();
  }

  /** Half of the images are taken surely, half less so; all errors are among the latter. */
  private String calibration() {
    int half = TEST_IMAGES / 2;
    long errors = Math.round((1 - test(testAccuracies.length)) * TEST_IMAGES);
    return "bin,images,confidence,accuracy\n8,%d,0.5,%s\n15,%1$d,0.99,%s\n"
        .formatted(
            half, Math.max(0, 1 - (double) errors / half), Math.min(1, 2 - (double) errors / half));
  }

  private double test(int epoch) {
    return testAccuracies[epoch - 1];
  }

  private String json() {
    int epochs = testAccuracies.length;
    double best = Arrays.stream(testAccuracies).max().orElseThrow();
    int bestEpoch = 1;
    while (test(bestEpoch) != best) {
      bestEpoch++;
    }
    return """
        {
          "format": 1,
          "experiment": {
            "name": "%1$s",
            "title": "Title of %1$s",
            "description": "What it is for",
            "epochs": %2$d,
            "batch_size": 128,
            "label_smoothing": 0.02,
            "weight_decay": 0.0,
            "schedule": {"constant": {"learning_rate": 0.001, "momentum": 0.0}},
            "precision": "float32"
          },
          "seed": %3$d,
          "status": "finished",
          "parameters": 7784,
          "network": [
            {"layer": "conv1", "type": "Conv2D", "kernel": "3x3", "padding": "valid",
             "output": [26, 26, 7], "parameters": 7594, "receptive_field": 3},
            {"layer": "norm1", "type": "BatchNorm", "output": [26, 26, 7],
             "parameters": 0, "receptive_field": 3},
            {"layer": "dense", "type": "Dense", "output": [10], "parameters": 190,
             "receptive_field": 28}
          ],
          "data": {
            "name": "MNIST",
            "train_images": 60000,
            "test_images": 1000,
            "test_label_counts": [100, 100, 100, 100, 100, 100, 100, 100, 100, 100],
            "sha256": {"t10k-images": "%4$s"}
          },
          "software": {"tiny_mnist": "1.0.0", "java": "17.0.15", "tensorflow": "2.18.0",
                       "tensorflow_java": "1.1.0", "os": "Linux 6.1 amd64"},
          "hardware": {"device": "CPU", "processor": "A processor", "cores": 2,
                       "memory_gib": 23.5},
          "threads": 1,
          "started": "2026-11-22T08:00:00Z",
          "steps_per_epoch": 469,
          "seconds_per_epoch": %5$s,
          "final_test_accuracy": %6$s,
          "best_test_accuracy": %7$s,
          "best_epoch": %8$d
        }
        """
        .formatted(
            name,
            epochs,
            seed,
            "0".repeat(64),
            Arrays.toString(new int[epochs]).replace("0", "60.5"),
            test(epochs),
            best,
            bestEpoch);
  }
}
