package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.tinymnist.demo.DemoModel;
import org.tinymnist.demo.DemoServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = "Start a local web page for drawing digits.",
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ResultsOption results;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port, or 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int port = 8000;

  /** Runs until the process is stopped. */
  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port: %s, expected 0 to %s".formatted(port, HIGHEST_PORT));
    }
    List<DemoModel> models = DemoModel.in(results.folder());
    try (DemoServer server = DemoServer.start(port, models)) {
      main.loadTensorFlow();
      PrintWriter print = spec.commandLine().getOut();
      print.println("Draw a digit at " + server.url() + " (Ctrl-C to stop)");
      print.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
