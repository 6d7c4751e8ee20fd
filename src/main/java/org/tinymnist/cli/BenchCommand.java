package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.tinymnist.bench.BenchFile;
import org.tinymnist.bench.Benchmark;
import org.tinymnist.bench.Contender;
import org.tinymnist.bench.Peer;
import org.tinymnist.bench.Row;
import org.tinymnist.device.GpuUse;
import org.tinymnist.device.Machine;
import org.tinymnist.experiment.Software;
import org.tinymnist.report.Speed;
import org.tinymnist.train.Precision;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Speedup;
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
  private static final String BFLOAT16 = "model-1-bfloat16";
  private static final Path WORK = Path.of("target", "bench");
  private static final Path SCRIPTS = Path.of("src", "bench");
  private static final int MOST_ROUNDS = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--peers",
      description = "Install PyTorch and Keras, and measure the same training there.")
  private boolean withPeers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often everything is measured (default: 3, with --peers 2).")
  private Integer rounds;

  @Mixin private GpuOption gpu;

  @Mixin private DataOption data;

  @Mixin private ResultsOption results;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds != null && (rounds < 1 || rounds > MOST_ROUNDS)) {
      throw new ParameterException(
          spec.commandLine(), "--rounds: %d, expected 1 to %d".formatted(rounds, MOST_ROUNDS));
    }
    if (withPeers && !data.arguments().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--data: expected none with --peers, which train on MNIST");
    }
    if (withPeers && gpu.use() == GpuUse.ON) {
      throw new ParameterException(
          spec.commandLine(), "--gpu: on, expected off with --peers, which train on the CPU");
    }
    Recipe recipe = experiments.named(EXPERIMENT).recipe();
    int steps = Trainer.stepsPerEpoch(recipe, data.load().train().count());
    Path folder = Files.createDirectories(results.folder());
    Machine machine = Machine.current();

    List<Contender> round = new ArrayList<>(ours(machine.cores()));
    List<Row> missing = new ArrayList<>();
    for (Peer peer : withPeers ? Peer.readAll(SCRIPTS.resolve("peers.yaml")) : List.<Peer>of()) {
      print(peer.system() + ": installing");
      peer.install(SCRIPTS.resolve("install"), WORK)
          .ifPresentOrElse(missing::add, () -> addPeer(round, peer, machine.cores()));
    }
    List<Row> rows = new ArrayList<>(new Benchmark(WORK).measure(round, rounds(), this::print));
    rows.addAll(missing);
    String where =
        "%s, %d cores, %s GiB of memory, %s"
            .formatted(
                machine.processor(), machine.cores(), machine.memoryGib(), Software.current().os());
    BenchFile.write(folder.resolve(Speed.FILE), rows, recipe.batchSize(), steps, where);
    print("\n" + Speed.read(folder).write());
    return 0;
  }

  private int rounds() {
    return rounds != null ? rounds : withPeers ? 2 : 3;
  }

  /** Each number of runs at once that is of interest, and augmentation. */
  private List<Contender> ours(int cores) {
    List<Contender> ours = new ArrayList<>();
    ours.add(runs(1));
    ours.add(contender("1 run, augmentation", AUGMENTED, 1));
    if (cores > 1) {
      ours.add(runOnTwoCores());
    }
    if (Precision.BFLOAT16.obstacle().isEmpty()) {
      ours.add(contender("1 run, " + Speed.BFLOAT16, BFLOAT16, 1));
    }
    IntStream.of(2, 4, cores)
        .filter(n -> n > 1)
        .sorted()
        .distinct()
        .forEach(n -> ours.add(runs(n)));
    ours.add(steps(Speed.STEPS));
    for (Speedup each : Speedup.values()) {
      ours.add(steps(Speed.STEPS_WITHOUT + each, "--without", each.name()));
    }
    return ours;
  }

  /** What a peer is compared with is measured before it and after it. */
  private void addPeer(List<Contender> round, Peer peer, int cores) {
    round.addAll(peer.contenders(WORK, cores));
    round.addAll(List.of(runs(1), runs(cores)));
  }

  private Contender runs(int runs) {
    return contender(runs == 1 ? "1 run" : runs + " runs at once", EXPERIMENT, runs);
  }

  private Contender runOnTwoCores() {
    List<String> command = measure(EXPERIMENT, 1);
    command.addAll(List.of("--cores", "2"));
    return new Contender(SYSTEM, "1 run, two cores", 1, 2, 1, command, true);
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Steps that belong to no run. */
  private Contender steps(String variant, String... more) {
    List<String> command = measure(EXPERIMENT, 0);
    command.addAll(List.of(more));
    return new Contender(SYSTEM, variant, 1, 1, 1, command, true);
  }

  private Contender contender(String variant, String experiment, int runs) {
    return new Contender(SYSTEM, variant, runs, 1, 1, measure(experiment, runs), true);
  }

  /** What this JVM was told of its heap. */
  private static List<String> heap() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("-X[Xm].*"))
        .toList();
  }

  private List<String> measure(String experiment, int runs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(heap());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("measure", experiments.file(experiment).toString()));
    command.addAll(List.of("--jobs", Integer.toString(runs)));
    command.addAll(List.of("--out", WORK.resolve(experiment + "-" + runs).toString()));
    GpuUse use = withPeers ? GpuUse.OFF : gpu.use();
    command.addAll(List.of("--gpu", use.toString()));
    command.addAll(data.arguments());
    return command;
  }
}
