package org.tinymnist.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

final class DataOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with the four IDX files of a data set, named as in MNIST, EMNIST or QMNIST,"
              + " or one of these files (default: MNIST).")
  private Path directory;

  @Option(
      names = "--transpose",
      description = "Swap rows and columns of the images (EMNIST needs this).")
  private boolean transpose;

  DataSet load() {
    if (directory == null) {
      return withoutFolder(DataSet.mnist());
    }
    DataSet set = DataSet.load(directory, transpose);
    warn("training images", set.train());
    warn("test images", set.test());
    return set;
  }

  LabeledImages loadTest() {
    if (directory == null) {
      return withoutFolder(DataSet.mnistTest());
    }
    LabeledImages test = DataSet.loadTest(directory, transpose);
    warn("test images", test);
    return test;
  }

  private <T> T withoutFolder(T mnist) {
    if (transpose) {
      throw new ParameterException(
          spec.commandLine(), "--transpose: not allowed for MNIST, expected --data DIR");
    }
    return mnist;
  }

  private void warn(String which, LabeledImages images) {
    String format = "warning: %s: %s: %s%n";
    PrintWriter err = spec.commandLine().getErr();
    images.suspicion().ifPresent(what -> err.printf(format, directory, which, what));
  }
}
