package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.tinymnist.data.DataSet;
import org.tinymnist.report.Report;
import org.tinymnist.results.FolderLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "report", description = "Write the report of a results folder.")
final class ReportCommand extends ProgramCommand {

  @Mixin private Options.Results results;

  @Mixin private Options.Data data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    write(this, results.folder, data.load());
    return 0;
  }

  /** Writes the report and prints its path and notes; the set has the images of the digits. */
  static void write(ProgramCommand command, Path out, DataSet set)
      throws IOException, InterruptedException {
    FolderLock lock = waitFor(out);
    try (lock) {
      for (String note : Report.write(out, Optional.of(set))) {
        command.err().println(note);
      }
    }
    command.out().println("Report: " + out.resolve(Report.FILE));
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
        Thread.sleep(200);
      }
    }
  }
}
