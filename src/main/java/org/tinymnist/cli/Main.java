package org.tinymnist.cli;

import java.util.function.Consumer;
import org.tinymnist.device.GpuUse;
import org.tinymnist.device.NativeLibrary;
import org.tinymnist.device.Outlook;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: one class a command, and one line for whatever goes wrong. */
@Command(
    name = "tiny-mnist",
    description = "Trains a tiny CNN on MNIST, exports it, and reports on it.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      StudyCommand.class,
      ReportCommand.class,
      ListCommand.class,
      DescribeCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExportTfjsCommand.class,
      DemoCommand.class,
      VerifyExportsCommand.class,
      DoctorCommand.class,
      ProfileCommand.class,
      BenchCommand.class,
      MeasureCommand.class
    })
public final class Main {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and TensorFlow's own messages.")
  private boolean verbose;

  private Main() {}

  /** Exits with 0, 1 for a failure, or 2 for wrong usage. */
  public static void main(String[] args) {
    // Charts are drawn, but never on a screen.
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(args));
  }

  /** The whole command line; what it prints can be redirected. */
  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    // Exceptions reach the handler below by themselves, errors do not.
    line.setExecutionStrategy(
        parsed -> {
          try {
            return new CommandLine.RunLast().execute(parsed);
          } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            throw new CommandLine.ExecutionException(line, e.getMessage(), e);
          }
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (main.verbose) {
            e.printStackTrace(command.getErr());
          }
          command.getErr().println(line.getCommandName() + ": " + Failure.describe(e));
          return CommandLine.ExitCode.SOFTWARE;
        });
    line.setParameterExceptionHandler(
        (e, parsed) -> {
          CommandLine command = e.getCommandLine();
          command.getErr().println(line.getCommandName() + ": " + Failure.describe(e));
          String name = command.getCommandSpec().qualifiedName();
          command.getErr().println("Try '" + name + " --help'.");
          return CommandLine.ExitCode.USAGE;
        });
    return line;
  }

  /** To be called by every command that uses TensorFlow but does not train, before it does. */
  void loadTensorFlow() {
    loadTensorFlow(GpuUse.OFF, note -> {});
  }

  /**
   * To be called by a command that trains.
   *
   * @param notes hears of what takes long
   */
  Outlook loadTensorFlow(GpuUse use, Consumer<String> notes) {
    return NativeLibrary.load(use, verbose, notes);
  }
}
