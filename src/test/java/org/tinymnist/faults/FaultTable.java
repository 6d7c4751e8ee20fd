package org.tinymnist.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.tinymnist.results.AtomicFile;

/**
 * Makes a table of the tests with the tag {@code faults}: what was done, how often, and how it was
 * taken. It is printed and, if the property {@code faults.file} names one, written to a file.
 */
public final class FaultTable implements TestExecutionListener {

  /** Key under which a test reports how often it tried. */
  static final String TRIES = "tries";

  /** Characters of a reason; the test's own report has the rest. */
  private static final int LONGEST = 160;

  private static final TestTag TAG = TestTag.create("faults");
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setRecordSeparator('\n')
          .setHeader("fault", "tries", "outcome")
          .get();

  private record Row(String fault, String tries, String outcome) {}

  private final Map<String, String> tries = new ConcurrentHashMap<>();

  /** By fault: tests run side by side. */
  private final SortedSet<Row> rows = new ConcurrentSkipListSet<>(Comparator.comparing(Row::fault));

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    Optional.ofNullable(entry.getKeyValuePairs().get(TRIES))
        .ifPresent(count -> tries.put(test.getUniqueId(), count));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean failedAsAWhole =
        test.isContainer() && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
    if (test.getTags().contains(TAG) && (test.isTest() || failedAsAWhole)) {
      String reason = result.getThrowable().map(Throwable::getMessage).orElse("");
      String text = reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
      String line = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
      switch (result.getStatus()) {
        case SUCCESSFUL -> add(test, tries.getOrDefault(test.getUniqueId(), "1"), "held");
        case ABORTED ->
            add(test, "0", "not tried: " + line.replaceFirst("Assumption failed: ", ""));
        default -> add(test, tries.getOrDefault(test.getUniqueId(), "1"), "failed: " + line);
      }
    }
  }

  private void add(TestIdentifier test, String tries, String outcome) {
    rows.add(new Row(test.getDisplayName(), tries, outcome));
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (rows.isEmpty()) {
      return;
    }
    System.out.printf("%-52s %9s  %s%n", "fault", "tries", "outcome");
    rows.forEach(
        row -> System.out.printf("%-52s %9s  %s%n", row.fault(), row.tries(), row.outcome()));
    String file = System.getProperty("faults.file", "");
    if (!file.isEmpty()) {
      write(Path.of(file));
    }
  }

  private void write(Path file) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSV)) {
      for (Row row : rows) {
        csv.printRecord(row.fault(), row.tries(), row.outcome());
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
