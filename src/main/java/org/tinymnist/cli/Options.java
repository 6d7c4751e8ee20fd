package org.tinymnist.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.device.DeviceSelection.GpuUse;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that several commands share. */
final class Options {

  private Options() {}

  static final class Results {

    @Option(
        names = "--out",
        paramLabel = "DIR",
        defaultValue = "results",
        description = "Results folder (default: ${DEFAULT-VALUE}).")
    Path folder;
  }

  static final class Model {

    @Option(
        names = "--model",
        paramLabel = "DIR",
        required = true,
        description = "Exported model: the folder that contains saved_model.pb.")
    Path folder;
  }

  static final class Gpu {

    @Option(
        names = "--gpu",
        paramLabel = "on|off|auto",
        defaultValue = "auto",
        description =
            "Train on a GPU, on the CPU, or on a GPU if one is available (default: auto).")
    private GpuUse use;

    @Option(
        names = "--deterministic",
        description = "Make GPU runs bit-identical (CPU runs always are).")
    private boolean deterministic;

    DeviceSelection load(boolean verbose) {
      return DeviceSelection.load(use, deterministic, verbose);
    }
  }

  static final class Data {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description =
            "Folder with the four IDX files of a data set, named as in MNIST, EMNIST, QMNIST,"
                + " Kaggle or torchvision, or one of these files (default: MNIST).")
    private Path place;

    @Option(
        names = "--transpose",
        description = "Swap rows and columns of the images (EMNIST needs this).")
    private boolean transpose;

    DataSet load() {
      if (isMnist()) {
        return DataSet.mnist();
      }
      DataSet set = DataSet.load(place, transpose);
      warn("training images", set.train());
      warn("test images", set.test());
      return set;
    }

    LabeledImages loadTest() {
      if (isMnist()) {
        return DataSet.mnistTest();
      }
      LabeledImages test = DataSet.loadTest(place, transpose);
      warn("test images", test);
      return test;
    }

    private boolean isMnist() {
      if (place == null && transpose) {
        throw new ParameterException(
            spec.commandLine(), "--transpose: not allowed for MNIST, expected --data DIR");
      }
      return place == null;
    }

    private void warn(String which, LabeledImages images) {
      PrintWriter err = spec.commandLine().getErr();
      String format = "warning: %s: %s: %s%n";
      images.suspicion().ifPresent(what -> err.printf(format, place, which, what));
    }
  }
}
