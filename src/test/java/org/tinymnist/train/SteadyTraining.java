package org.tinymnist.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;

/**
 * Trains on and on, or builds one graph after the other, and prints its resident memory twice: once
 * a fifth is done, and at the end.
 */
final class SteadyTraining {

  private static final int IMAGES = 128;

  private static final Recipe RECIPE = Recipes.random(1);

  private SteadyTraining() {}

  /** Takes {@code steps} or {@code graphs}, and how many. */
  public static void main(String[] args) throws Exception {
    boolean steps = args[0].equals("steps");
    int count = Integer.parseInt(args[1]);
    try (TrainingData data = new TrainingData(SmallMnist.of(IMAGES))) {
      int between = steps ? count : 1;
      for (int graphs = steps ? 1 : count, built = 0; built < graphs; built++) {
        try (TrainingGraph graph =
            new TrainingGraph(RECIPE, new Randomness(1).initial(Network.weights()), data)) {
          int[] images = IntStream.range(0, IMAGES).toArray();
          for (int step = 0; step < between; step++) {
            graph.step(new Step(images, new Rates(0.01, 0.9), step));
            if (steps && step == count / 5) {
              printMemory();
            }
          }
          graph.evaluate();
        }
        if (!steps && built == count / 5) {
          printMemory();
        }
      }
      printMemory();
    }
  }

  private static void printMemory() throws Exception {
    System.gc();
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("VmRSS:\\s+(\\d+) kB", "VmRSS $1"))
        .forEach(System.out::println);
  }
}
