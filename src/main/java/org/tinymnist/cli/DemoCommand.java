package org.tinymnist.cli;

import java.util.concurrent.CountDownLatch;
import org.tinymnist.demo.DemoServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "demo", description = "Start a local web page for drawing digits.")
final class DemoCommand extends ProgramCommand {

  @Mixin private Options.Results results;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port, or 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int port = 8000;

  @Override
  public Integer call() throws Exception {
    check("--port", port, 0, 65_535);
    try (DemoServer server = DemoServer.start(port, results.folder)) {
      loadTensorFlow();
      out().println("Draw a digit at " + server.url() + " (Ctrl-C to stop)");
      out().flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
