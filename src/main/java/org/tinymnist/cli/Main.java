package org.tinymnist.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.tinymnist.results.Software;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line: a class per command, and a one-line message for every error. */
@Command(
    name = Main.NAME,
    description = "Train a tiny CNN on MNIST, export it and report the results.",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      ClusterCommand.class,
      ReportCommand.class,
      ListCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      DemoCommand.class,
      DoctorCommand.class,
      MeasureCommand.class
    })
public final class Main {

  static final String NAME = "tiny-mnist";

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and TensorFlow's own messages.")
  boolean verbose;

  private Main() {}

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Software software = Software.current("");
      return new String[] {
        NAME + " " + software.tinyMnist(),
        "TensorFlow Java %s, Java %s, %s"
            .formatted(software.tensorflowJava(), software.java(), software.os())
      };
    }
  }

  /** Exits with 0, 1 for a failure, or 2 for wrong usage. */
  public static void main(String[] args) {
    // Pictures are read, never shown.
    System.setProperty("java.awt.headless", "true");
    // Without a home, native libraries would be unpacked into a folder named "?".
    if (System.getProperty("user.home").equals("?")) {
      System.setProperty("user.home", System.getProperty("java.io.tmpdir"));
    }
    StandardOutput output = new StandardOutput();
    PrintWriter writer = output.writer();
    int code;
    try {
      code = commandLine().setOut(writer).execute(args);
    } catch (Error e) {
      // Out of memory or of file handles; exceptions are handled below.
      complain(e);
      code = CommandLine.ExitCode.SOFTWARE;
    }
    writer.flush();
    System.exit(output.exit(code));
  }

  private static void complain(Error e) {
    try {
      System.err.println(NAME + ": " + Failure.describe(e));
    } catch (OutOfMemoryError again) {
      // The message itself needs memory; this one is a constant.
      System.err.println(NAME + ": out of memory");
    }
  }

  static CommandLine commandLine() {
    // Numbers look the same in every locale.
    Locale.setDefault(Locale.ROOT);
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Main::path)
        .registerConverter(Seeds.class, Seeds::of)
        // A picture may be named @2x.png.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (main.verbose) {
                e.printStackTrace(command.getErr());
              }
              command.getErr().println(NAME + ": " + Failure.describe(e));
              return CommandLine.ExitCode.SOFTWARE;
            })
        .setParameterExceptionHandler(
            (e, parsed) -> {
              CommandLine command = e.getCommandLine();
              command.getErr().println(NAME + ": " + Failure.describe(e));
              String name = command.getCommandSpec().qualifiedName();
              command.getErr().println("Try '" + name + " --help'.");
              return CommandLine.ExitCode.USAGE;
            });
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'%s' is not a path in this locale, try LC_ALL=C.UTF-8".formatted(text));
    }
  }
}
