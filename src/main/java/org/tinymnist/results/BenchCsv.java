package org.tinymnist.results;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.commons.csv.CSVRecord;

/** The files of the benchmark, which {@code src/bench/bench.py} writes. */
public final class BenchCsv {

  private static final int MOST = 999_999_999;

  private BenchCsv() {}

  /**
   * The machine of a measurement.
   *
   * @param processor its name; the GPU's before it, if there is one
   * @param cores how many
   * @param memoryGb physical memory
   */
  public record Machine(String processor, int cores, double memoryGb) {

    private static Machine of(CSVRecord row) {
      return new Machine(
          row.get("processor"),
          CsvFile.integer(row, "cores", 1, MOST),
          CsvFile.decimal(row, "memory_gb", 0, MOST));
    }
  }

  /**
   * The time of a training step of one run, and what else is measured with it.
   *
   * @param ms median milliseconds
   * @param msLow their lower quartile
   * @param msHigh their upper quartile
   * @param peakMb the most memory that was resident, of all runs
   * @param firstStepSeconds from the command to the end of the first step
   */
  public record Step(
      OptionalDouble ms,
      OptionalDouble msLow,
      OptionalDouble msHigh,
      OptionalDouble peakMb,
      OptionalDouble firstStepSeconds) {

    private static Step of(CSVRecord row) {
      return new Step(
          CsvFile.optional(row, "ms_per_step"),
          CsvFile.optional(row, "ms_low"),
          CsvFile.optional(row, "ms_high"),
          CsvFile.optional(row, "peak_mb"),
          CsvFile.optional(row, "first_step_seconds"));
    }
  }

  /**
   * A way to train: a row of {@code bench.csv}.
   *
   * @param machine that it was measured on
   * @param system this project or a peer
   * @param version of the system
   * @param mode what sets it apart from the system's other ways
   * @param precision number format of the convolutions
   * @param runs trained at once
   * @param threads of each run
   * @param step what was measured; empty values if it failed
   * @param evaluationSeconds time of an evaluation
   * @param latencyMs time of one image's classification
   * @param note why nothing was measured, or empty
   */
  public record Case(
      Machine machine,
      String system,
      String version,
      String mode,
      String precision,
      OptionalDouble runs,
      OptionalDouble threads,
      Step step,
      OptionalDouble evaluationSeconds,
      OptionalDouble latencyMs,
      String note) {

    /** Returns in how many milliseconds the machine gets a step done, whichever run's. */
    public OptionalDouble effectiveMs() {
      return step.ms().isPresent() && runs.isPresent()
          ? OptionalDouble.of(step.ms().getAsDouble() / runs.getAsDouble())
          : OptionalDouble.empty();
    }

    /** Returns how many cores it uses; 0 if that is not known. */
    public double cores() {
      return runs.orElse(0) * threads.orElse(0);
    }
  }

  /**
   * A row of {@code scaling.csv}: one number is varied, the others are those of MNIST.
   *
   * @param machine that it was measured on
   * @param runs trained at once
   * @param batchSize images in a step
   * @param images training images
   * @param step what was measured
   */
  public record Scaling(Machine machine, int runs, int batchSize, int images, Step step) {}

  /**
   * A row of {@code job.csv}: where the time of a whole job goes.
   *
   * @param machine that it was measured on
   * @param runs of the job
   * @param epochs of all runs together
   * @param part of the time
   * @param coreSeconds that it takes
   */
  public record JobPart(Machine machine, int runs, int epochs, String part, double coreSeconds) {}

  /** The form of {@code bench.csv}. */
  public static final CsvFile<Case> CASES =
      read(
          "bench.csv",
          "processor,cores,memory_gb,system,version,mode,precision,runs,threads,ms_per_step,ms_low,"
              + "ms_high,peak_mb,first_step_seconds,evaluation_seconds,latency_ms,note",
          row ->
              new Case(
                  Machine.of(row),
                  row.get("system"),
                  row.get("version"),
                  row.get("mode"),
                  row.get("precision"),
                  CsvFile.optional(row, "runs"),
                  CsvFile.optional(row, "threads"),
                  Step.of(row),
                  CsvFile.optional(row, "evaluation_seconds"),
                  CsvFile.optional(row, "latency_ms"),
                  row.get("note")));

  /** The form of {@code scaling.csv}. */
  public static final CsvFile<Scaling> SCALING =
      read(
          "scaling.csv",
          "processor,cores,memory_gb,version,runs,batch_size,images,ms_per_step,ms_low,ms_high,"
              + "peak_mb,first_step_seconds",
          row ->
              new Scaling(
                  Machine.of(row),
                  CsvFile.integer(row, "runs", 1, MOST),
                  CsvFile.integer(row, "batch_size", 1, MOST),
                  CsvFile.integer(row, "images", 1, MOST),
                  Step.of(row)));

  /** The form of {@code job.csv}. */
  public static final CsvFile<JobPart> JOB =
      read(
          "job.csv",
          "processor,cores,memory_gb,version,runs,epochs,part,core_seconds",
          row ->
              new JobPart(
                  Machine.of(row),
                  CsvFile.integer(row, "runs", 0, MOST),
                  CsvFile.integer(row, "epochs", 0, MOST),
                  row.get("part"),
                  CsvFile.decimal(row, "core_seconds", 0, Double.MAX_VALUE)));

  private static <T> CsvFile<T> read(String name, String header, Function<CSVRecord, T> row) {
    return CsvFile.readOnly(name, List.of(header.split(",")), row);
  }
}
