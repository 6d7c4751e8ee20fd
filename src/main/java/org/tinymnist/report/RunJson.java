package org.tinymnist.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a {@code run.json}: what was trained, on what, where, and how it ended.
 *
 * <p>Keys that are unknown here are passed over, except in {@code experiment}: there, one would
 * mean that something was trained that the report does not show.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunJson(
    int format,
    Experiment experiment,
    long seed,
    String status,
    int parameters,
    List<Layer> network,
    Data data,
    Software software,
    Hardware hardware,
    int threads,
    String started,
    int stepsPerEpoch,
    List<Double> secondsPerEpoch,
    double finalTestAccuracy,
    double bestTestAccuracy,
    int bestEpoch) {

  RunJson {
    required(experiment, "experiment");
    required(status, "status");
    network = List.copyOf(required(network, "network"));
    required(data, "data");
    required(software, "software");
    required(hardware, "hardware");
    Instant.parse(required(started, "started"));
    secondsPerEpoch = List.copyOf(required(secondsPerEpoch, "seconds_per_epoch"));
  }

  /** Returns the day, in UTC, on which the run began. */
  LocalDate day() {
    return LocalDate.ofInstant(Instant.parse(started), ZoneOffset.UTC);
  }

  /** Returns the time of all epochs. */
  double seconds() {
    return secondsPerEpoch.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** What was trained. */
  record Experiment(
      String name,
      String title,
      String description,
      String published,
      String variantOf,
      Integer validation,
      int epochs,
      int batchSize,
      double labelSmoothing,
      double weightDecay,
      Boolean nesterov,
      Schedule schedule,
      Dropout dropout,
      Augmentation augmentation,
      String precision,
      Averaging averaging,
      Boolean deterministic) {

    Experiment {
      required(name, "name");
      required(title, "title");
      description = description == null ? "" : description;
      required(schedule, "schedule");
      required(precision, "precision");
      nesterov = nesterov != null && nesterov;
      validation = validation == null ? 0 : validation;
      dropout = dropout == null ? Dropout.NONE : dropout;
      augmentation = augmentation == null ? Augmentation.NONE : augmentation;
      deterministic = deterministic != null && deterministic;
    }

    /**
     * Returns whether the two train alike, the arithmetic and the images that are held out aside.
     */
    boolean hasRecipeOf(Experiment other) {
      return recipe().equals(other.recipe());
    }

    private List<?> recipe() {
      return Arrays.asList(
          epochs,
          batchSize,
          labelSmoothing,
          weightDecay,
          nesterov,
          schedule,
          dropout,
          augmentation,
          averaging);
    }
  }

  /** Learning rate and momentum: one of the two, the other is null. */
  record Schedule(OneCycle oneCycle, Constant constant) {

    Schedule {
      if ((oneCycle == null) == (constant == null)) {
        throw new IllegalArgumentException("schedule: expected one_cycle or constant");
      }
    }
  }

  /** PyTorch's OneCycleLR. A momentum that is not given is null. */
  record OneCycle(
      double maxLr,
      double pctStart,
      double divFactor,
      double finalDivFactor,
      String anneal,
      boolean cycleMomentum,
      Double baseMomentum,
      Double maxMomentum,
      Double momentum) {

    OneCycle {
      required(anneal, "anneal");
      if (cycleMomentum) {
        required(baseMomentum, "base_momentum");
        required(maxMomentum, "max_momentum");
      }
    }
  }

  /** The same learning rate and momentum in every step. */
  record Constant(double learningRate, double momentum) {}

  /** Probabilities of dropout. */
  record Dropout(double blocks, double dense) {
    static final Dropout NONE = new Dropout(0, 0);
  }

  /** Half-widths of the random affine transform's ranges; an elastic distortion may be null. */
  record Augmentation(
      double rotationDegrees,
      double shiftPixels,
      double scale,
      double shear,
      Elastic elastic,
      Fade fade) {
    static final Augmentation NONE = new Augmentation(0, 0, 0, 0, null, null);
  }

  /** Epochs before the average of the weights, and its decay in a step. */
  record Averaging(int after, double decay) {}

  /** Factor and smoothness of the field of displacements, in pixels. */
  record Elastic(double alpha, double sigma) {}

  /** Epochs of full strength, and those in which the augmentation falls to nothing. */
  record Fade(int after, int over) {}

  /** A layer; kernel and padding are null where a layer has none. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Layer(
      @JsonProperty("layer") String name,
      String type,
      String kernel,
      String padding,
      List<Integer> output,
      int parameters,
      int receptiveField) {

    Layer {
      required(name, "layer");
      required(type, "type");
      output = List.copyOf(required(output, "output"));
    }
  }

  /** The data set. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Data(
      String name,
      int trainImages,
      int testImages,
      List<Integer> testLabelCounts,
      Map<String, String> sha256) {

    Data {
      required(name, "data.name");
      testLabelCounts = List.copyOf(required(testLabelCounts, "test_label_counts"));
      sha256 = new TreeMap<>(required(sha256, "sha256"));
    }
  }

  /** Versions. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Software(
      String tinyMnist, String java, String tensorflow, String tensorflowJava, String os) {

    Software {
      required(tinyMnist, "tiny_mnist");
      required(java, "java");
      required(tensorflow, "tensorflow");
      required(tensorflowJava, "tensorflow_java");
      required(os, "os");
    }
  }

  /** The machine. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Hardware(String device, String processor, int cores, double memoryGib) {

    Hardware {
      required(device, "device");
      required(processor, "processor");
    }
  }

  static <T> T required(T value, String key) {
    if (value == null) {
      throw new IllegalArgumentException(key + ": missing");
    }
    return value;
  }
}
