package org.tinymnist.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where the results are. */
final class ResultsOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the results (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("results");

  Path folder() {
    return folder;
  }
}
