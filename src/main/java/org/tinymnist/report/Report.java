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
import org.tinymnist.analysis.Ablation;
import org.tinymnist.analysis.Figure;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Series;
import org.tinymnist.results.AtomicFile;
import org.tinymnist.results.BenchCsv;
import org.tinymnist.results.ControlRuns;
import org.tinymnist.results.CsvFile;
import org.tinymnist.results.InteropCsv;
import org.tinymnist.results.InvalidResultException;
import org.tinymnist.results.Study;
import org.tinymnist.results.StudyCsv;

/**
 * The report of a results folder: {@code report.md}, its pages {@code ablations.md}, {@code
 * speed.md} and {@code runtimes.md} where there is something to say, its pictures in {@code
 * charts/}, and the figures of all runs in {@code study.csv}. The same files give the same report.
 */
public final class Report {

  /** The report's file in its folder. */
  public static final String FILE = "report.md";

  private static final String CHARTS = "charts";

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
    study
        .unusable()
        .forEach(each -> notes.add("left out: %s: %s".formatted(each.folder(), each.reason())));
    if (study.runs().isEmpty()) {
      throw new IOException(results + ": no finished run");
    }
    if (!isReference) {
      Study reference = Study.read(results.resolve(Study.REFERENCE));
      return Findings.of(false, study, reference, new ControlRuns(Map.of(), List.of()));
    }
    ControlRuns control = ControlRuns.read(results);
    control
        .unusable()
        .forEach(each -> notes.add("left out: %s: %s".formatted(each.folder(), each.reason())));
    return Findings.of(true, study, new Study(List.of(), List.of(), List.of()), control);
  }

  private List<String> write(Optional<TestImages> images) throws IOException {
    Findings findings = findings();
    Map<String, Object> values = new HashMap<>();
    values.put("findings", findings);
    values.put("notes", notes);
    values.put("isReference", isReference);
    Files.createDirectories(results.resolve(CHARTS));
    for (Figure figure : List.of(Figure.TEST_ACCURACY, Figure.TRAIN_ACCURACY)) {
      String file = figure == Figure.TEST_ACCURACY ? "test-accuracy" : "train-accuracy";
      Optional<LineChart> chart = LineChart.of(findings, figure, new Format());
      values.put(figure == Figure.TEST_ACCURACY ? "testChart" : "trainChart", chart);
      chart(file, "lines.ftlx", chart.map(c -> Map.of("chart", c, "figure", figure)));
    }
    Optional<DigitChart> digits =
        findings.mistakes().flatMap(mistakes -> DigitChart.of(mistakes, images));
    values.put("digits", digits);
    chart(
        "mistakes",
        "digits.ftlx",
        digits.map(c -> Map.of("chart", c, "mistakes", findings.mistakes().orElseThrow())));
    values.put("hasAblations", page("ablations", ablations(findings)));
    values.put("hasSpeed", page("speed", speed()));
    values.put("hasRuntimes", page("runtimes", runtimes()));
    put(FILE, templates.render("report.ftl", values));
    StudyCsv.FILE.write(results, StudyCsv.rows(findings.study()));
    return List.copyOf(notes);
  }

  private Optional<Map<String, ?>> ablations(Findings findings) throws IOException {
    Map<Series, List<Ablation>> groups = new LinkedHashMap<>();
    for (Ablation each : findings.ablations()) {
      groups.computeIfAbsent(each.base(), base -> new ArrayList<>()).add(each);
    }
    for (Map.Entry<Series, List<Ablation>> group : groups.entrySet()) {
      DotChart chart = DotChart.of(group.getKey(), group.getValue());
      String file = "variants-of-" + group.getKey().name();
      chart(file, "dots.ftlx", Optional.of(Map.of("chart", chart)));
    }
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(Map.of("groups", List.copyOf(groups.values())));
  }

  private Optional<Map<String, ?>> speed() throws IOException {
    List<BenchCsv.Case> cases = rows(BenchCsv.CASES);
    List<BenchCsv.Scaling> scaling = rows(BenchCsv.SCALING);
    List<BenchCsv.JobPart> job = rows(BenchCsv.JOB);
    return cases.isEmpty() && scaling.isEmpty() && job.isEmpty()
        ? Optional.empty()
        : Optional.of(Map.of("cases", cases, "scaling", scaling, "job", job));
  }

  private Optional<Map<String, ?>> runtimes() throws IOException {
    List<InteropCsv> rows = rows(InteropCsv.FILE);
    return rows.isEmpty() ? Optional.empty() : Optional.of(Map.of("rows", rows));
  }

  /** Returns the rows of a file that need not be there; a broken one is left out with a note. */
  private <T> List<T> rows(CsvFile<T> file) throws IOException {
    if (!Files.exists(results.resolve(file.name()))) {
      return List.of();
    }
    try {
      return file.read(results);
    } catch (InvalidResultException e) {
      notes.add("left out: " + e.getMessage());
      return List.of();
    }
  }

  private boolean page(String name, Optional<Map<String, ?>> values) throws IOException {
    if (values.isPresent()) {
      put(name + ".md", templates.render(name + ".ftl", values.get()));
    } else {
      Files.deleteIfExists(results.resolve(name + ".md"));
    }
    return values.isPresent();
  }

  private void chart(String name, String template, Optional<? extends Map<String, ?>> values)
      throws IOException {
    String file = CHARTS + "/" + name + ".svg";
    if (values.isPresent()) {
      put(file, templates.render(template, values.get()));
    } else {
      Files.deleteIfExists(results.resolve(file));
    }
  }

  private void put(String file, String content) throws IOException {
    AtomicFile.write(results.resolve(file), content.getBytes(StandardCharsets.UTF_8));
  }
}
