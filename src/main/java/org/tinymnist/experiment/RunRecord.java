package org.tinymnist.experiment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.device.Machine;
import org.tinymnist.model.LayerSummary;
import org.tinymnist.model.Network;
import org.tinymnist.train.DivergedException;
import org.tinymnist.train.EpochMetrics;
import org.tinymnist.train.Trainer;

/** The content of a run.json: what was run, on what, and what it came to. */
final class RunRecord {

  /** Version of the layout of run.json. */
  static final int FORMAT = 1;

  private RunRecord() {}

  static Map<String, Object> of(
      Run run,
      DataSet data,
      Device device,
      int threads,
      int stepsPerEpoch,
      Instant started,
      Trainer.Outcome outcome) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("format", FORMAT);
    record.put("experiment", experiment(run.experiment()));
    record.put("seed", run.seed());
    record.put("status", "finished");
    record.put("parameters", outcome.parameters());
    record.put("network", Network.summary().stream().map(RunRecord::row).toList());
    record.put("data", data(data));
    record.put("software", software());
    record.put("hardware", hardware(device));
    record.put("threads", threads);
    record.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
    record.put("steps_per_epoch", stepsPerEpoch);
    record.put(
        "seconds_per_epoch",
        outcome.seconds().stream().map(s -> Math.round(s * 1000) / 1000.0).toList());
    List<EpochMetrics> epochs = outcome.epochs();
    EpochMetrics last = epochs.get(epochs.size() - 1);
    EpochMetrics best =
        epochs.stream()
            .max(
                Comparator.comparingDouble(EpochMetrics::testAccuracy)
                    .thenComparing(EpochMetrics::epoch, Comparator.reverseOrder()))
            .orElseThrow();
    record.put("final_test_accuracy", RunFolder.rounded(last.testAccuracy()));
    record.put("best_test_accuracy", RunFolder.rounded(best.testAccuracy()));
    record.put("best_epoch", best.epoch());
    return record;
  }

  /** Of a run without a result: in place of its accuracies, where it diverged. */
  static Map<String, Object> diverged(
      Run run,
      DataSet data,
      Device device,
      int threads,
      int stepsPerEpoch,
      Instant started,
      DivergedException end) {
    Map<String, Object> at = new LinkedHashMap<>();
    at.put("epoch", end.epoch());
    at.put("step", end.step());
    at.put("loss", Double.toString(end.loss()));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("format", FORMAT);
    record.put("experiment", experiment(run.experiment()));
    record.put("seed", run.seed());
    record.put("status", "diverged");
    record.put("diverged_at", at);
    record.put("data", data(data));
    record.put("software", software());
    record.put("hardware", hardware(device));
    record.put("threads", threads);
    record.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
    record.put("steps_per_epoch", stepsPerEpoch);
    return record;
  }

  static Map<String, Object> experiment(Experiment experiment) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", experiment.name());
    map.putAll(experiment.asMap());
    return map;
  }

  private static Map<String, Object> row(LayerSummary layer) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("layer", layer.layer());
    row.put("type", layer.type());
    row.put("kernel", layer.kernel());
    row.put("padding", layer.padding());
    row.put("output", layer.output());
    row.put("parameters", layer.parameters());
    row.put("receptive_field", layer.receptiveField());
    return row;
  }

  static Map<String, Object> data(DataSet data) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", data.name());
    map.put("train_images", data.train().count());
    map.put("test_images", data.test().count());
    map.put("test_label_counts", data.test().labelCounts());
    map.put("sha256", data.sha256());
    return map;
  }

  static Map<String, Object> software() {
    Software software = Software.current();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tiny_mnist", software.tinyMnist());
    map.put("tensorflow_java", software.tensorflowJava());
    map.put("tensorflow", TensorFlow.version());
    map.put("java", software.java());
    map.put("os", software.os());
    return map;
  }

  private static Map<String, Object> hardware(Device device) {
    Machine machine = Machine.current();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("device", device.name());
    map.put("processor", machine.processor());
    map.put("cores", machine.cores());
    map.put("memory_gib", machine.memoryGib());
    return map;
  }
}
