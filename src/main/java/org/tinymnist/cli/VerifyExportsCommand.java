package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Run;
import org.tinymnist.interop.InferenceRuntime;
import org.tinymnist.interop.Verdict;
import org.tinymnist.interop.VerdictsFile;
import org.tinymnist.interop.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Takes exported models through other runtimes. */
@Command(
    name = "verify-exports",
    description = "Compare exported models in other runtimes with TensorFlow Java.",
    sortOptions = false)
final class VerifyExportsCommand implements Callable<Integer> {

  private static final Path SCRIPTS = Path.of("src", "interop");
  private static final Path WORK = Path.of("target", "interop", "exchange");
  private static final String FILE = "interop.csv";

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..*",
      description = "Names, or paths of .yaml files (default: all of the experiments' folder).")
  private List<String> names = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the runs whose models are taken (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--runtimes",
      paramLabel = "ID",
      split = ",",
      description = "Runtimes that must be there (default: all that can be installed).")
  private List<String> ids = List.of();

  @Mixin private DataOption data;

  @Mixin private ResultsOption results;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<InferenceRuntime> runtimes = runtimes();
    Map<String, Path> runs = new LinkedHashMap<>();
    for (Experiment experiment : experiments.named(names)) {
      runs.put(experiment.name(), new Run(experiment, seed).folder(results.folder()));
    }
    LabeledImages test = data.loadTest();
    main.loadTensorFlow();
    Verification verification = new Verification(SCRIPTS, WORK, test, runs);
    print("runtime", "version", "model", "bytes", "probability", "classes", "accuracy", "ms", "");
    List<Verdict> verdicts = verification.verify(runtimes, this::print);
    Path file = results.folder().resolve(FILE);
    VerdictsFile.write(file, verdicts);
    spec.commandLine().getOut().println("Verdicts: " + file);
    boolean all = ids.isEmpty();
    return verdicts.stream()
            .map(Verdict::status)
            .allMatch(s -> s == Verdict.Status.HOLDS || all && s == Verdict.Status.NOT_INSTALLED)
        ? 0
        : 1;
  }

  private List<InferenceRuntime> runtimes() throws IOException {
    List<InferenceRuntime> all = InferenceRuntime.readAll(SCRIPTS.resolve("runtimes.yaml"));
    List<String> known = all.stream().map(InferenceRuntime::id).toList();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new ParameterException(
            spec.commandLine(),
            "--runtimes: '%s', expected some of %s".formatted(id, String.join(", ", known)));
      }
    }
    return all.stream()
        .filter(runtime -> ids.isEmpty() || ids.contains(runtime.id()))
        .collect(Collectors.toUnmodifiableList());
  }

  private void print(Verdict verdict) {
    String status = verdict.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    verdict
        .measurement()
        .ifPresentOrElse(
            m ->
                print(
                    verdict.runtime(),
                    verdict.version(),
                    verdict.model(),
                    "%,d".formatted(m.bytes()),
                    "%.1e".formatted(m.maxProbabilityDifference()),
                    Integer.toString(m.classDifferences()),
                    "%.2f %%".formatted(100 * m.accuracy()),
                    "%.3f".formatted(m.millisecondsPerImage()),
                    status),
            () ->
                spec.commandLine()
                    .getOut()
                    .printf(
                        "%-45s %s %s%n", verdict.runtime(), verdict.model(), verdict.version()));
  }

  private void print(String... cells) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-45s %-22s %-24s %7s %11s %7s %9s %6s  %s%n", (Object[]) cells);
    out.flush();
  }
}
