package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A preregistered comparison with PyTorch: the difference in a model's mean test accuracy over some
 * epochs, in pairs of runs with the same seed. A row of {@code pytorch/plan.csv}.
 *
 * @param model such as {@code model-1}
 * @param margin equivalence margin, a fraction; empty if the difference is only estimated
 * @param why reason for the margin or the question
 */
public record PairPlan(
    String model,
    int firstSeed,
    int lastSeed,
    int firstEpoch,
    int lastEpoch,
    OptionalDouble margin,
    String why) {

  static final String FOLDER = "pytorch";
  private static final CsvFile<PairPlan> FILE = new CsvFile<>("plan.csv", PairPlan.class);

  /** Returns whether a results folder has a plan; only the project's reference has one. */
  public static boolean isIn(Path results) {
    return Files.exists(results.resolve(FOLDER).resolve(FILE.name()));
  }

  public static List<PairPlan> read(Path reference) throws IOException {
    return FILE.read(reference.resolve(FOLDER));
  }

  public boolean includes(long seed) {
    return firstSeed <= seed && seed <= lastSeed;
  }

  public int pairs() {
    return lastSeed - firstSeed + 1;
  }
}
