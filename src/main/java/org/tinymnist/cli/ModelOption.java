package org.tinymnist.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that chooses an exported model. */
final class ModelOption {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "An exported model: the folder that holds saved_model.pb.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
