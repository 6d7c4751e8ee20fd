package org.tinymnist.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.tinymnist.bench.BenchFile;
import org.tinymnist.bench.Benchmark;
import org.tinymnist.bench.Contender;
import org.tinymnist.bench.Row;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Machine;
import org.tinymnist.experiment.Software;
import org.tinymnist.report.Speed;
import org.tinymnist.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast training is. */
@Command(
    name = "bench",
    description = "Measure training on this machine: time and memory.",
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {

  private static final String SYSTEM = "Tiny MNIST";
  private static final String EXPERIMENT = "model-1-optimized";
  private static final String AUGMENTED = "model-0-augmented";
  private static final Path WORK = Path.of("target", "bench");
  private static final int MOST_ROUNDS = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Mixin private DataOption data;

  @Mixin private ResultsOption results;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new ParameterException(
          spec.commandLine(), "--rounds: %d, expected 1 to %d".formatted(rounds, MOST_ROUNDS));
    }
    Experiment experiment = experiments.named(EXPERIMENT);
    DataSet set = data.load();
    Path folder = Files.createDirectories(results.folder());
    Machine machine = Machine.current();
    PrintWriter out = spec.commandLine().getOut();

    List<Row> rows =
        new Benchmark(WORK)
            .measure(
                contenders(machine.cores()),
                rounds,
                (title, outcome) -> {
                  out.println(title + ": " + outcome);
                  out.flush();
                });
    BenchFile.write(
        folder.resolve(Speed.FILE),
        rows,
        experiment.recipe().batchSize(),
        Trainer.stepsPerEpoch(experiment.recipe(), set.train().count()),
        "%s, %d cores, %s GiB of memory, %s"
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.memoryGib(),
                Software.current().os()));
    out.println();
    out.print(Speed.read(folder).write());
    out.flush();
    return 0;
  }

  /** Each number of runs at once that is of interest, and augmentation. */
  private List<Contender> contenders(int cores) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(contender("1 run", EXPERIMENT, 1));
    contenders.add(contender("1 run, augmentation", AUGMENTED, 1));
    for (int runs :
        IntStream.of(2, 4, cores).filter(runs -> runs > 1).sorted().distinct().toArray()) {
      contenders.add(contender(runs + " runs at once", EXPERIMENT, runs));
    }
    return contenders;
  }

  private Contender contender(String variant, String experiment, int runs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("measure", experiments.file(experiment).toString()));
    command.addAll(List.of("--jobs", Integer.toString(runs)));
    command.addAll(List.of("--out", WORK.resolve(experiment + "-" + runs).toString()));
    command.addAll(data.arguments());
    return new Contender(SYSTEM, variant, runs, 1, 1, command, Map.of(), true);
  }
}
