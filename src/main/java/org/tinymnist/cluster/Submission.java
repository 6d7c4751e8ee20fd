package org.tinymnist.cluster;

import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tinymnist.results.AtomicFile;
import org.tinymnist.results.PlannedRun;

/**
 * Runs, in the tasks of array jobs.
 *
 * @param tasks the runs of each
 * @param arraySize how many tasks an array has at most
 * @param out folder of the results
 * @param options what the script is made of
 */
public record Submission(List<List<Job>> tasks, int arraySize, Path out, Options options) {

  private static final String SCRIPT = "study.sbatch";

  /**
   * A run.
   *
   * @param argument the run as the command that trains takes it
   */
  public record Job(String argument, PlannedRun run) {}

  /**
   * What a user may choose.
   *
   * @param run further options of the command that trains
   * @param report further options of the command that writes the report
   * @param header options of {@code sbatch} for the script's head
   * @param more options of {@code sbatch} on its command line
   * @param atOnce how many tasks run at once at most
   */
  public record Options(
      List<String> run, List<String> report, List<String> header, List<String> more, int atOnce) {}

  /**
   * Packs runs in their order.
   *
   * @param perTask runs of a task, if the site takes so many tasks
   */
  public static Submission of(
      List<Job> jobs, int perTask, Slurm.Limits limits, Path out, Options options) {
    int size = Math.max(perTask, (jobs.size() - 1) / Math.max(1, limits.tasks()) + 1);
    List<List<Job>> tasks = new ArrayList<>();
    for (int from = 0; from < jobs.size(); from += size) {
      tasks.add(jobs.subList(from, Math.min(from + size, jobs.size())));
    }
    return new Submission(tasks, limits.arraySize(), out, options);
  }

  /** Returns the script. */
  public String script() throws IOException {
    Configuration templates = new Configuration(Configuration.VERSION_2_3_35);
    templates.setClassForTemplateLoading(Submission.class, "/cluster");
    templates.setNumberFormat("computer");
    Template template = templates.getTemplate("study.sbatch.ftl", "UTF-8");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    StringWriter text = new StringWriter();
    try {
      template.process(
          Map.of(
              "tasks", tasks.stream().map(Submission::arguments).toList(),
              "commands", commands(),
              "header", options.header,
              "run", quoted(options.run),
              "report", quoted(options.report),
              "folder", folder().toString(),
              "out", quoted(out.toString()),
              "directory", Path.of("").toAbsolutePath().toString(),
              "java", quoted(java.toString()),
              "jar", quoted(jar.toString())),
          text);
    } catch (TemplateException e) {
      throw new IllegalStateException(e.getMessageWithoutStackTop(), e);
    }
    return text.toString();
  }

  /** Returns how the script is submitted, for those who do it by hand. */
  private List<String> commands() {
    return Stream.concat(starts().stream().map(this::array), Stream.of(after("JOB")))
        .map(Submission::quoted)
        .toList();
  }

  private Path folder() {
    return out.toAbsolutePath().resolve(PlannedRun.FOLDER);
  }

  private List<Integer> starts() {
    return Stream.iterate(0, start -> start < tasks.size(), start -> start + arraySize).toList();
  }

  /** Returns what {@code sbatch} is given for the tasks from one on. */
  private List<String> array(int start) {
    int last = Math.min(arraySize, tasks.size() - start) - 1;
    return words("" + start, "--array=0-%d%%%d".formatted(last, options.atOnce));
  }

  private List<String> after(String jobs) {
    return words(
        "report",
        "--dependency=afterany:" + jobs,
        "--output=" + folder().resolve("report-%j.log"),
        "--gres=none");
  }

  private List<String> words(String argument, String... own) {
    List<String> words = new ArrayList<>(options.more);
    words.addAll(List.of(own));
    words.addAll(List.of(folder().resolve(SCRIPT).toString(), argument));
    return words;
  }

  private static String arguments(List<Job> jobs) {
    return quoted(jobs.stream().map(Job::argument).toList());
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(Submission::quoted).toList());
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:=%,@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Writes the script and submits it, then the report's job, and adds to the plan what was taken.
   *
   * @return the numbers of the jobs, the report's last
   * @throws IOException if one is refused; those before it stay
   */
  public List<String> submit() throws IOException, InterruptedException {
    Map<String, PlannedRun> plan = new LinkedHashMap<>();
    PlannedRun.read(out).forEach(run -> plan.put(run.title(), run));
    Files.createDirectories(folder());
    AtomicFile.write(folder().resolve(SCRIPT), script().getBytes(StandardCharsets.UTF_8));
    List<String> numbers = new ArrayList<>();
    for (int start : starts()) {
      String number = Slurm.submit(array(start));
      numbers.add(number);
      for (int task = start; task < Math.min(start + arraySize, tasks.size()); task++) {
        String log = "%s_%d.log".formatted(number, task - start);
        tasks.get(task).forEach(job -> plan.put(job.run.title(), job.run.in(log)));
      }
      PlannedRun.FILE.write(folder(), List.copyOf(plan.values()));
    }
    numbers.add(Slurm.submit(after(String.join(":", numbers))));
    return numbers;
  }
}
