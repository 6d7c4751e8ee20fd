package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tinymnist.data.DataSet;
import org.tinymnist.report.Report;
import org.tinymnist.results.FolderLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = "Write the report of a results folder.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {

  private static final int MILLISECONDS_TO_WAIT = 200;

  @Spec private CommandSpec spec;

  @Mixin private ResultsOption results;

  @Mixin private DataOption data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    write(spec, results.folder(), data.load());
    return 0;
  }

  /**
   * Writes the report and prints its path and notes.
   *
   * @param set source of the digit images, used only if the runs were tested on it
   */
  static void write(CommandSpec spec, Path out, DataSet set)
      throws IOException, InterruptedException {
    FolderLock lock = waitFor(out);
    try (lock) {
      for (String note : Report.write(out, Optional.of(set))) {
        spec.commandLine().getErr().println(note);
      }
    }
    spec.commandLine().getOut().println("Report: " + out.resolve(Report.FILE));
  }

  /** Waits for other processes, so that the last report has the runs of all. */
  private static FolderLock waitFor(Path out) throws IOException, InterruptedException {
    if (!Files.exists(out)) {
      throw new NoSuchFileException(out.toString());
    }
    while (true) {
      try {
        return FolderLock.take(out);
      } catch (FolderLock.InUseException e) {
        Thread.sleep(MILLISECONDS_TO_WAIT);
      }
    }
  }
}
