package org.tinymnist.cli;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose a data set. */
final class DataOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with another data set, as four IDX files named as MNIST's, EMNIST's or QMNIST's"
              + " (default: MNIST).")
  private Path directory;

  @Option(
      names = "--transpose",
      description = "Swap rows and columns of --data's images, as EMNIST needs it.")
  private boolean transpose;

  /** The options as they were given, for another process. */
  List<String> arguments() {
    if (directory == null) {
      return List.of();
    }
    String data = directory.toString();
    return transpose ? List.of("--data", data, "--transpose") : List.of("--data", data);
  }

  DataSet load() {
    if (directory == null) {
      return DataSet.mnist();
    }
    DataSet set = DataSet.load(directory, transpose);
    warn(set.train());
    return set;
  }

  LabeledImages loadTest() {
    if (directory == null) {
      return DataSet.mnistTest();
    }
    LabeledImages test = DataSet.loadTest(directory, transpose);
    warn(test);
    return test;
  }

  private void warn(LabeledImages images) {
    images
        .suspicion()
        .ifPresent(
            what ->
                spec.commandLine()
                    .getErr()
                    .println("%s: warning: %s: %s".formatted(Main.NAME, directory, what)));
  }
}
