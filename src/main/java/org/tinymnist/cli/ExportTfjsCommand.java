package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tinymnist.model.TfjsModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Converts an exported model for TensorFlow.js. */
@Command(
    name = "export-tfjs",
    description = "Write an exported model in TensorFlow.js's graph-model format.",
    sortOptions = false)
final class ExportTfjsCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where model.json and its weights go (default: tfjs beside the model).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Path directory =
        out == null ? model.folder().toAbsolutePath().normalize().resolveSibling("tfjs") : out;
    main.loadTensorFlow();
    TfjsModel.of(model.folder()).write(directory);
    spec.commandLine().getOut().println(directory.resolve(TfjsModel.MODEL_FILE));
    return 0;
  }
}
