package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.cli.Outcome;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Rates;
import org.tinymnist.faults.Extent;
import org.tinymnist.model.Network;

/** The resident memory of a process that trains on and on. */
@Tag("faults")
class MemoryTest {

  private static final int IMAGES = 128;

  /**
   * Takes so many steps in each of so many graphs, and prints its memory when a fifth is done and
   * at the end.
   */
  public static void main(String[] arguments) throws Exception {
    int graphs = Integer.parseInt(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    // The test images alone: the heap is small.
    LabeledImages few = SmallMnist.first(DataSet.mnistTest(), IMAGES);
    int[] images = IntStream.range(0, IMAGES).toArray();
    try (DataTensors data = DataTensors.of(new DataSet("a few", few, few, Map.of()))) {
      for (int done = 0; done < graphs * steps; ) {
        try (TrainingGraph graph =
            new TrainingGraph(
                Recipes.random(1),
                new RandomStreams(1).initial(Network.weights()),
                data,
                new Execution(Device.CPU, 1))) {
          for (int step = 0; step < steps; step++, done++) {
            graph.step(new StepInput(images, new Rates(0.01, 0.9), 1, step));
            if (done == graphs * steps / 5) {
              printMemory();
            }
          }
          graph.evaluate();
        }
      }
      printMemory();
    }
  }

  private static void printMemory() throws Exception {
    System.gc();
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .forEach(System.out::println);
  }

  @ParameterizedTest(name = "memory stays: graphs {0}, steps in each {1}")
  @CsvSource({"1, 2000", "50, 1"})
  void isFlatWithinFivePercent(int graphs, int steps) throws Exception {
    assumeThat(Path.of("/proc/self/status")).as("no /proc to read it from").exists();
    List<String> heap = List.of("env", "JDK_JAVA_OPTIONS=-Xms64m -Xmx64m -XX:+AlwaysPreTouch");
    int fewerGraphs = Extent.of(graphs, Math.max(1, graphs / 10));
    int fewerSteps = Extent.of(steps, Math.max(1, steps / 10));
    Outcome outcome = Outcome.of(Outcome.start(MemoryTest.class, heap, fewerGraphs, fewerSteps));
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    List<Long> kibibytes =
        outcome
            .out()
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
            .toList();
    assertThat(kibibytes).hasSize(2);
    assertThat((double) kibibytes.get(1)).isLessThan(1.05 * kibibytes.get(0));
  }
}
