package org.tinymnist.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

final class ResultsOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("results");

  Path folder() {
    return folder;
  }
}
