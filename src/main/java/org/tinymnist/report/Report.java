package org.tinymnist.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tinymnist.analysis.Ablation;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Metric;
import org.tinymnist.analysis.Series;
import org.tinymnist.results.AtomicFile;
import org.tinymnist.results.ControlRuns;
import org.tinymnist.results.PlannedRun;
import org.tinymnist.results.Study;
import org.tinymnist.results.StudyCsv;

/**
 * The report of a results folder: {@code report.md}, its page {@code ablations.md} where there is
 * something to say, its pictures in {@code charts/}, and the figures of all runs in {@code
 * study.csv}. The same files give the same report. The pages that the programs of {@code src/bench}
 * and {@code src/interop} write are linked.
 */
public final class Report {

  /** The report's file in its folder. */
  public static final String FILE = "report.md";

  private static final String CHARTS = "charts/";
  private static final String VARIANTS = "variants-of-";

  private final Path results;
  private final boolean isReference;
  private final Templates templates = new Templates();
  private final List<String> notes = new ArrayList<>();

  private Report(Path results) {
    this.results = results;
    this.isReference = results.toAbsolutePath().normalize().endsWith(Study.REFERENCE);
  }

  /**
   * Reads all templates, so that a broken installation is found before hours of training.
   *
   * @throws IllegalStateException if one is broken
   */
  public static void prepare() {
    new Templates();
  }

  /**
   * Writes the report of all runs of a folder: of the reference if that is its name, of a user's
   * runs beside the reference in it otherwise.
   *
   * @param results the folder with {@code <experiment>/seed-<n>/} for each run
   * @param images the test set to show misclassified digits of; shown only if it is the one that
   *     the runs were tested on
   * @return what a user should know, a line each
   * @throws IOException if the folder holds no finished run or a file cannot be read or written;
   *     the message is one line
   */
  public static List<String> write(Path results, Optional<TestImages> images) throws IOException {
    return new Report(results).write(images);
  }

  /**
   * Returns the table of the models as README has it.
   *
   * @param reference the reference's folder
   */
  public static String readme(Path reference) throws IOException {
    Report report = new Report(reference);
    return report.templates.render("readme.ftl", Map.of("findings", report.findings()));
  }

  private Findings findings() throws IOException {
    Study study = Study.read(results);
    leaveOut(study.unusable());
    for (PlannedRun run : PlannedRun.read(results).values()) {
      PlannedRun.Progress progress = run.progress(results, Set.of());
      if (progress.state() != PlannedRun.State.FINISHED) {
        notes.add("missing: %s: %s".formatted(run.title(), progress.detail()));
      }
    }
    if (study.runs().isEmpty()) {
      throw new IOException(results + ": no finished run");
    }
    if (!isReference) {
      Study reference = Study.read(results.resolve(Study.REFERENCE));
      return Findings.of(false, study, reference, new ControlRuns(Map.of(), List.of()));
    }
    ControlRuns control = ControlRuns.read(results);
    leaveOut(control.unusable());
    return Findings.of(true, study, new Study(List.of(), List.of(), List.of()), control);
  }

  private void leaveOut(List<Study.Unusable> folders) {
    folders.forEach(each -> notes.add("left out: %s: %s".formatted(each.folder(), each.reason())));
  }

  private List<String> write(Optional<TestImages> images) throws IOException {
    Findings findings = findings();
    Map<String, Object> values = new HashMap<>();
    values.put("findings", findings);
    values.put("notes", notes);
    values.put("isReference", isReference);
    Files.createDirectories(results.resolve(CHARTS));
    values.put("testChart", lines(findings, Metric.TEST_ACCURACY, "test-accuracy.svg"));
    values.put("trainChart", lines(findings, Metric.TRAIN_ACCURACY, "train-accuracy.svg"));
    Optional<DigitChart> digits =
        findings.mistakes().flatMap(mistakes -> DigitChart.of(mistakes, images));
    values.put("digits", digits);
    put(
        CHARTS + "mistakes.svg",
        "digits.ftlx",
        digits.map(c -> Map.of("chart", c, "mistakes", findings.mistakes().orElseThrow())));
    values.put("hasAblations", put("ablations.md", "ablations.ftl", ablations(findings)));
    values.put("hasSpeed", Files.exists(results.resolve("speed.md")));
    values.put("hasRuntimes", Files.exists(results.resolve("runtimes.md")));
    put(FILE, "report.ftl", Optional.of(values));
    StudyCsv.FILE.write(results, findings.study().runs());
    return List.copyOf(notes);
  }

  private Optional<LineChart> lines(Findings findings, Metric figure, String file)
      throws IOException {
    Optional<LineChart> chart = LineChart.of(findings, figure, new Format());
    put(CHARTS + file, "lines.ftlx", chart.map(c -> Map.of("chart", c, "figure", figure)));
    return chart;
  }

  private Optional<Map<String, ?>> ablations(Findings findings) throws IOException {
    Map<Series, List<Ablation>> groups = new LinkedHashMap<>();
    for (Ablation each : findings.ablations()) {
      groups.computeIfAbsent(each.base(), base -> new ArrayList<>()).add(each);
    }
    try (var old = Files.newDirectoryStream(results.resolve(CHARTS), VARIANTS + "*.svg")) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
    for (Map.Entry<Series, List<Ablation>> group : groups.entrySet()) {
      DotChart chart = DotChart.of(group.getKey(), group.getValue());
      put(
          CHARTS + VARIANTS + group.getKey().name() + ".svg",
          "dots.ftlx",
          Optional.of(Map.of("chart", chart)));
    }
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(Map.of("groups", List.copyOf(groups.values())));
  }

  /** Writes a file by a template, or deletes it if there are no values for it. */
  private boolean put(String file, String template, Optional<? extends Map<String, ?>> values)
      throws IOException {
    Path path = results.resolve(file);
    if (values.isPresent()) {
      String text = templates.render(template, values.get());
      AtomicFile.write(path, text.getBytes(StandardCharsets.UTF_8));
    } else {
      Files.deleteIfExists(path);
    }
    return values.isPresent();
  }
}
