package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.report.Report;
import org.tinymnist.report.TestImages;
import org.tinymnist.results.FolderLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the report. */
@Command(
    name = "report",
    description = "Write the report from the files of the results.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {

  private static final int MILLISECONDS_TO_WAIT = 200;

  @Spec private CommandSpec spec;

  @Mixin private ResultsOption results;

  @Mixin private DataOption data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    DataSet set = data.load();
    write(spec, results.folder(), set.test(), set.sha256());
    return 0;
  }

  /**
   * Writes a report, and says where it is and what it leaves out.
   *
   * @param test for pictures of digits, if the runs were tested on them
   * @param sha256 of the data set that they are of
   */
  static void write(CommandSpec spec, Path out, LabeledImages test, Map<String, String> sha256)
      throws IOException, InterruptedException {
    TestImages images = new TestImages(sha256.get(DataSet.TEST_IMAGES), test::image);
    FolderLock lock = waitFor(out);
    try {
      for (String note : Report.write(out, Optional.of(images))) {
        spec.commandLine().getErr().println(note);
      }
    } finally {
      lock.close();
    }
    spec.commandLine().getOut().println("Report: " + out.resolve(Report.FILE));
  }

  /** Of several processes that end at once, the last one's report is that of all runs. */
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
