package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.device.DeviceSelection.GpuUse;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command of the program, with access to its output and global options. */
abstract class ProgramCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final boolean verbose() {
    return main.verbose;
  }

  /** Loads TensorFlow for a command that does not train. */
  final void loadTensorFlow() {
    DeviceSelection.load(GpuUse.OFF, false, main.verbose);
  }

  /** Throws a ParameterException for a value outside the range. */
  final void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      String range = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
      throw new ParameterException(
          spec.commandLine(), "%s: %s, expected %s".formatted(option, value, range));
    }
  }
}
