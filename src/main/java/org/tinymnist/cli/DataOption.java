package org.tinymnist.cli;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import picocli.CommandLine.Option;

/** The option that chooses a data set. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with another data set, as four IDX files named as MNIST's (default: MNIST).")
  private Path directory;

  /** The option as it was given, for another process. */
  List<String> arguments() {
    return directory == null ? List.of() : List.of("--data", directory.toString());
  }

  DataSet load() {
    return directory == null ? DataSet.mnist() : DataSet.load(directory);
  }

  LabeledImages loadTest() {
    return directory == null ? DataSet.mnistTest() : DataSet.loadTest(directory);
  }
}
