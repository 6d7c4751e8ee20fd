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
import java.util.TreeMap;
import org.tinymnist.analysis.Comparison;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Metric;
import org.tinymnist.analysis.Series;
import org.tinymnist.analysis.TrainingCurve;
import org.tinymnist.data.DataSet;
import org.tinymnist.files.AtomicFile;
import org.tinymnist.results.PairPlan;
import org.tinymnist.results.PlannedRun;
import org.tinymnist.results.PyTorchRuns;
import org.tinymnist.results.Reference;
import org.tinymnist.results.Study;
import org.tinymnist.results.StudyRow;

/**
 * The report of a results folder: {@code report.md}, {@code ablations.md} if there are variants,
 * their charts in {@code charts/}, and the metrics of all runs in {@code study.csv}. The same files
 * give the same report. It links the pages that the programs of {@code src/bench} and {@code
 * src/interop} write.
 *
 * <p>A folder with the plan of the pairs is the project's reference: its report is about the note,
 * and its first screen is copied into the project's README. Every other folder is a user's: its
 * report compares the runs with the reference that comes with the program.
 */
public final class Report {

  /** The report's file in its folder. */
  public static final String FILE = "report.md";

  /** Beside the folder of the reference. */
  private static final String README = "../../README.md";

  private static final String README_STARTS =
      "<!-- Written by make report OUT=results/reference -->";
  private static final String README_ENDS = "<!-- End of the report's part -->";
  private static final String CHARTS = "charts/";
  private static final String VARIANTS = "variants-of-";

  private final Path results;
  private final Optional<DataSet> data;
  private final Templates templates = new Templates();
  private final List<String> notes = new ArrayList<>();
  private final Findings findings;

  /** The files' texts by their path in the folder; empty for a file that is to go. */
  private final Map<String, Optional<String>> texts = new TreeMap<>();

  private Report(Path results, Optional<DataSet> data) throws IOException {
    this.results = results;
    this.data = data;
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
    this.findings = PairPlan.isIn(results) ? ofReference(study) : ofUser(study);
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
   * Writes the report of all runs of a folder.
   *
   * @param results the folder with {@code <experiment>/seed-<n>/} for each run
   * @param data for images of misclassified digits, which are shown only if the runs were tested on
   *     this data set
   * @return what a user should know, a line each
   * @throws IOException if the folder holds no finished run or a file cannot be read or written;
   *     the message is one line
   */
  public static List<String> write(Path results, Optional<DataSet> data) throws IOException {
    Report report = new Report(results, data);
    report.render();
    report.write();
    return List.copyOf(report.notes);
  }

  private Findings ofUser(Study study) throws IOException {
    return Findings.ofUser(study, Reference.read());
  }

  private Findings ofReference(Study study) throws IOException {
    PyTorchRuns control = PyTorchRuns.read(results);
    leaveOut(control.unusable());
    Map<String, List<TrainingCurve>> curves = new TreeMap<>();
    control
        .byModel()
        .forEach(
            (model, runs) -> {
              List<TrainingCurve> all = curves.computeIfAbsent(model, name -> new ArrayList<>());
              runs.forEach(
                  (seed, epochs) ->
                      all.add(new TrainingCurve(seed.substring(seed.indexOf('-') + 1), epochs)));
            });
    return Findings.ofReference(study, PairPlan.read(results), curves);
  }

  private void leaveOut(List<Study.Unusable> folders) {
    folders.forEach(each -> notes.add("left out: %s: %s".formatted(each.folder(), each.reason())));
  }

  private void render() throws IOException {
    Map<String, Object> values = new HashMap<>();
    values.put("findings", findings);
    values.put("evidence", findings.evidence());
    values.put("notes", notes);
    values.put("testChart", lines(Metric.TEST_ACCURACY, "test-accuracy.svg"));
    values.put("trainChart", lines(Metric.TRAIN_ACCURACY, "train-accuracy.svg"));
    Optional<DigitChart> digits =
        findings.mistakes().flatMap(mistakes -> DigitChart.of(mistakes, data));
    values.put("digits", digits);
    put(
        CHARTS + "mistakes.svg",
        "digits.ftlx",
        digits.map(c -> Map.of("chart", c, "mistakes", findings.mistakes().orElseThrow())));
    values.put("pages", pages(ablations()));
    values.put("reference", reference());
    put(FILE, findings.evidence().isPresent() ? "reference.ftl" : "user.ftl", Optional.of(values));
    Path readme = results.resolve(README);
    if (findings.evidence().isPresent() && Files.exists(readme)) {
      String text = Files.readString(readme);
      int start = text.indexOf(README_STARTS);
      int end = text.indexOf(README_ENDS);
      if (start >= 0 && end > start) {
        String part = README_STARTS + "\n" + templates.render("readme.ftl", values);
        texts.put(README, Optional.of(text.substring(0, start) + part + text.substring(end)));
      }
    }
  }

  /** Returns the other pages, by their titles. */
  private Map<String, String> pages(boolean hasAblations) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("Ablations", "ablations.md");
    pages.put("Speed", "speed.md");
    pages.put("Other runtimes", "runtimes.md");
    pages
        .values()
        .removeIf(file -> !file.startsWith("ablations") && !Files.exists(results.resolve(file)));
    if (!hasAblations) {
      pages.remove("Ablations");
    }
    return pages;
  }

  /** Returns the link from here to the reference's report, if this is in the project's folder. */
  private Optional<String> reference() {
    Path here = results.toAbsolutePath().normalize();
    Path report = Path.of("results", "reference", FILE);
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(report))) {
        return Optional.of(here.relativize(folder.resolve(report)).toString().replace('\\', '/'));
      }
    }
    return Optional.empty();
  }

  private Optional<LineChart> lines(Metric metric, String file) throws IOException {
    Optional<LineChart> chart = LineChart.of(findings, metric, new Format());
    put(CHARTS + file, "lines.ftlx", chart.map(c -> Map.of("chart", c, "metric", metric)));
    return chart;
  }

  private boolean ablations() throws IOException {
    Map<Series, List<Comparison>> groups = new LinkedHashMap<>();
    for (Comparison each : findings.variants()) {
      groups.computeIfAbsent(each.base(), base -> new ArrayList<>()).add(each);
    }
    for (Map.Entry<Series, List<Comparison>> group : groups.entrySet()) {
      put(
          CHARTS + VARIANTS + group.getKey().name() + ".svg",
          "dots.ftlx",
          Optional.of(Map.of("chart", DotChart.of(group.getKey(), group.getValue()))));
    }
    put(
        "ablations.md",
        "ablations.ftl",
        groups.isEmpty()
            ? Optional.empty()
            : Optional.of(Map.of("groups", List.copyOf(groups.values()))));
    return !groups.isEmpty();
  }

  private void put(String file, String template, Optional<? extends Map<String, ?>> values)
      throws IOException {
    Optional<String> text = Optional.empty();
    if (values.isPresent()) {
      text = Optional.of(templates.render(template, values.get()));
    }
    texts.put(file, text);
  }

  private void write() throws IOException {
    Path charts = Files.createDirectories(results.resolve(CHARTS));
    try (var old = Files.newDirectoryStream(charts, VARIANTS + "*.svg")) {
      for (Path file : old) {
        if (!texts.containsKey(CHARTS + file.getFileName())) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, Optional<String>> file : texts.entrySet()) {
      Path path = results.resolve(file.getKey());
      if (file.getValue().isPresent()) {
        AtomicFile.write(path, file.getValue().get().getBytes(StandardCharsets.UTF_8));
      } else {
        Files.deleteIfExists(path);
      }
    }
    StudyRow.write(results, findings.study().runs());
  }
}
