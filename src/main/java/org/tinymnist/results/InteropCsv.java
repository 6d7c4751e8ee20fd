package org.tinymnist.results;

import java.util.List;
import java.util.OptionalDouble;

/**
 * An exported model in another runtime: a row of {@code interop.csv}, which {@code
 * src/interop/verify.py} writes.
 *
 * @param runtime its name
 * @param version its version
 * @param experiment the model's; empty where none was tried
 * @param maxProbabilityDifference from TensorFlow Java's, over all test images
 * @param classDifferences test images that are classified otherwise
 * @param testAccuracy fraction
 * @param millisecondsPerImage time of an image in a large batch
 * @param bytes of the model in the runtime's format
 * @param status {@code met}, {@code exceeded}, {@code failed} or {@code not installed}
 * @param message what a failing program said last
 */
public record InteropCsv(
    String runtime,
    String version,
    String experiment,
    OptionalDouble maxProbabilityDifference,
    OptionalDouble classDifferences,
    OptionalDouble testAccuracy,
    OptionalDouble millisecondsPerImage,
    OptionalDouble bytes,
    String status,
    String message) {

  /** The file's form. */
  public static final CsvFile<InteropCsv> FILE =
      CsvFile.readOnly(
          "interop.csv",
          List.of(
              "runtime",
              "version",
              "experiment",
              "seed",
              "max_probability_difference",
              "probability_bound",
              "class_differences",
              "class_bound",
              "test_accuracy",
              "accuracy_bound",
              "milliseconds_per_image",
              "bytes",
              "status",
              "message"),
          row ->
              new InteropCsv(
                  row.get("runtime"),
                  row.get("version"),
                  row.get("experiment"),
                  CsvFile.optional(row, "max_probability_difference"),
                  CsvFile.optional(row, "class_differences"),
                  CsvFile.optional(row, "test_accuracy"),
                  CsvFile.optional(row, "milliseconds_per_image"),
                  CsvFile.optional(row, "bytes"),
                  row.get("status"),
                  row.get("message")));
}
