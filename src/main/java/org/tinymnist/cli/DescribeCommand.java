package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.ExperimentJson;
import org.tinymnist.model.LayerSummary;
import org.tinymnist.model.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Describes an experiment. */
@Command(name = "describe", description = "Print an experiment's network and settings.")
final class DescribeCommand implements Callable<Integer> {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .build();

  private static final String ROW = "%-8s %-25s %-7s %-8s %-10s %10s %10s%n";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "EXPERIMENT", description = "A name, or the path of a .yaml file.")
  private String name;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    Experiment experiment = experiments.named(name);
    PrintWriter out = spec.commandLine().getOut();
    out.println(experiment.title());
    if (!experiment.description().isBlank()) {
      out.println(experiment.description().strip());
    }
    out.println();
    out.printf(ROW, "layer", "type", "kernel", "padding", "output", "parameters", "sees");
    List<LayerSummary> layers = Network.summary();
    for (LayerSummary layer : layers) {
      String field = layer.receptiveField() + "x" + layer.receptiveField();
      out.printf(
          ROW,
          layer.layer(),
          layer.type(),
          layer.kernel(),
          layer.padding(),
          layer.output().stream().map(String::valueOf).collect(Collectors.joining("x")),
          layer.parameters(),
          field);
    }
    long parameters = layers.stream().mapToLong(LayerSummary::parameters).sum();
    out.printf("%,d trainable parameters%n%n", parameters);
    // As its file has them, with the defaults.
    JsonNode settings =
        ExperimentJson.toTree(experiment).without(List.of("name", "title", "description"));
    out.println(YAML.writeValueAsString(settings).strip());
    return 0;
  }
}
