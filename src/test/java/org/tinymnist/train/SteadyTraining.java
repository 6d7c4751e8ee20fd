package org.tinymnist.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.tinymnist.Recipes;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
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
    // The test images alone: the heap is small.
    LabeledImages all = DataSet.mnistTest();
    LabeledImages few =
        new LabeledImages(
            Arrays.copyOf(all.pixels(), IMAGES * LabeledImages.PIXELS),
            Arrays.copyOf(all.labels(), IMAGES));
    try (DataTensors data = new DataTensors(new DataSet("a few", few, few, Map.of()))) {
      int between = steps ? count : 1;
      for (int graphs = steps ? 1 : count, built = 0; built < graphs; built++) {
        try (TrainingGraph graph =
            new TrainingGraph(
                RECIPE,
                new RandomStreams(1).initial(Network.weights()),
                data,
                new Execution(Device.CPU, 1))) {
          int[] images = IntStream.range(0, IMAGES).toArray();
          for (int step = 0; step < between; step++) {
            graph.step(new StepInput(images, new Rates(0.01, 0.9), step));
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
