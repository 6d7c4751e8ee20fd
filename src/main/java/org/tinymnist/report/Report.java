package org.tinymnist.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinymnist.analysis.Comparison;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Metric;
import org.tinymnist.analysis.Series;
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
 * their charts in {@code charts/}, and the metrics of all runs in {@code study.csv}.
 *
 * <p>A folder with the plan of the pairs is the project's reference: its report is about the note,
 * and its first screen is copied into README. Every other report compares a user's runs with the
 * reference that comes with the program.
 */
public final class Report {

  public static final String FILE = "report.md";

  private static final String README = "../../README.md";
  private static final Pattern README_PART =
      Pattern.compile(
          "(?s)(<!-- Written by make report OUT=results/reference -->\n).*?(<!-- End of the report)");
  private static final String ABLATIONS = "ablations.md";
  private static final String CHARTS = "charts/";
  private static final String VARIANTS = "variants-of-";

  private final Path results;
  private final Templates templates = new Templates();
  private final List<String> notes = new ArrayList<>();
  private final Findings findings;

  private Report(Path results) throws IOException {
    this.results = results;
    Study study = Study.read(results);
    leaveOut(study.unusable());
    for (PlannedRun run : PlannedRun.read(results).values()) {
      PlannedRun.Progress progress = run.progress(results, Set.of());
      if (progress.state() != PlannedRun.State.FINISHED) {
        notes.add("missing: %s: %s".formatted(run.title(), progress.detail()));
      }
    }
    if (study.runs().isEmpty()) {
      String cause = notes.stream().findFirst().map(note -> "; " + note).orElse("");
      throw new IOException(results + ": no finished run" + cause);
    }
    if (PairPlan.isIn(results)) {
      PyTorchRuns pytorch = PyTorchRuns.read(results);
      leaveOut(pytorch.unusable());
      this.findings = Findings.ofReference(study, PairPlan.read(results), pytorch.byModel());
    } else {
      this.findings = Findings.ofUser(study, Reference.read());
    }
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
   * @param data for images of misclassified digits, shown only if the runs were tested on them
   * @return warnings, a line each
   * @throws IOException if the folder holds no finished run or a file cannot be read or written
   */
  public static List<String> write(Path results, Optional<DataSet> data) throws IOException {
    Report report = new Report(results);
    report.write(data);
    return List.copyOf(report.notes);
  }

  private void leaveOut(List<Study.Unusable> folders) {
    folders.forEach(each -> notes.add("left out: %s: %s".formatted(each.folder(), each.reason())));
  }

  private void write(Optional<DataSet> data) throws IOException {
    Map<String, Object> values = new HashMap<>();
    values.put("findings", findings);
    values.put("evidence", findings.evidence());
    values.put("notes", notes);
    Files.createDirectories(results.resolve(CHARTS));
    for (Metric metric : List.of(Metric.TEST_ACCURACY, Metric.TRAIN_ACCURACY)) {
      boolean isTest = metric == Metric.TEST_ACCURACY;
      Optional<LineChart> chart = LineChart.of(findings, metric, new Format());
      values.put(isTest ? "testChart" : "trainChart", chart);
      put(
          CHARTS + (isTest ? "test" : "train") + "-accuracy.svg",
          "lines.ftlx",
          chart.map(c -> Map.of("chart", c, "metric", metric)));
    }
    Optional<DigitChart> digits = findings.mistakes().flatMap(m -> DigitChart.of(m, data));
    values.put("digits", digits);
    put(
        CHARTS + "mistakes.svg",
        "digits.ftlx",
        digits.map(c -> Map.of("chart", c, "mistakes", findings.mistakes().orElseThrow())));
    ablations();
    values.put("pages", pages());
    values.put("reference", reference());
    put(FILE, findings.evidence().isPresent() ? "reference.ftl" : "user.ftl", Optional.of(values));
    if (findings.evidence().isPresent() && Files.exists(results.resolve(README))) {
      Matcher part = README_PART.matcher(Files.readString(results.resolve(README)));
      String text = "$1" + Matcher.quoteReplacement(templates.render("readme.ftl", values)) + "$2";
      put(README, part.replaceFirst(text));
    }
    StudyRow.write(results, findings.study().runs());
  }

  private void ablations() throws IOException {
    try (var old = Files.newDirectoryStream(results.resolve(CHARTS), VARIANTS + "*.svg")) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
    Map<Series, List<Comparison>> groups =
        findings.variants().stream()
            .collect(groupingBy(Comparison::base, LinkedHashMap::new, toList()));
    for (Series base : groups.keySet()) {
      Map<String, ?> values = Map.of("chart", DotChart.of(base, groups.get(base)));
      put(CHARTS + VARIANTS + base.name() + ".svg", "dots.ftlx", Optional.of(values));
    }
    put(
        ABLATIONS,
        "ablations.ftl",
        Optional.of(Map.of("groups", List.copyOf(groups.values()))).filter(g -> !groups.isEmpty()));
  }

  /** Returns the other existing pages, by their titles. */
  private Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("Ablations", ABLATIONS);
    pages.put("Speed", "speed.md");
    pages.put("Other runtimes", "runtimes.md");
    pages.values().removeIf(file -> !Files.exists(results.resolve(file)));
    return pages;
  }

  /** Returns the link to the reference's report, if the results are in the project's folder. */
  private Optional<String> reference() {
    Path here = results.toAbsolutePath().normalize();
    Path report = Path.of("results", Study.REFERENCE, FILE);
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(report))) {
        return Optional.of(here.relativize(folder.resolve(report)).toString().replace('\\', '/'));
      }
    }
    return Optional.empty();
  }

  /** Writes a file by a template, or deletes it if there are no values for it. */
  private void put(String file, String template, Optional<? extends Map<String, ?>> values)
      throws IOException {
    if (values.isPresent()) {
      put(file, templates.render(template, values.get()));
    } else {
      Files.deleteIfExists(results.resolve(file));
    }
  }

  private void put(String file, String text) throws IOException {
    AtomicFile.write(results.resolve(file), text.getBytes(StandardCharsets.UTF_8));
  }
}
