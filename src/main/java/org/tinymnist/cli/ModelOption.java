package org.tinymnist.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

final class ModelOption {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Exported model: the folder that contains saved_model.pb.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
