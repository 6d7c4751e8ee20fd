package org.tinymnist.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Slurm's own commands. */
public final class Slurm {

  /** Of an association, with how many are submitted; {@code N} stands for no limit. */
  private static final Pattern LIMIT = Pattern.compile("MaxSubmitJobs=(\\d+)\\((\\d+)\\)");

  private Slurm() {}

  /**
   * What a site takes.
   *
   * @param arraySize tasks of an array
   * @param tasks of all arrays, so that one more job is left for the report
   */
  public record Limits(int arraySize, int tasks) {}

  /** Those of Slurm's defaults. */
  public static final Limits DEFAULT = new Limits(1001, 9999);

  /**
   * Returns what the site takes, as {@code scontrol} tells it.
   *
   * @throws IOException if there is no Slurm, or it does not answer; the message is one line
   */
  public static Limits limits() throws IOException, InterruptedException {
    String config = call(List.of("scontrol", "show", "config"));
    String user = System.getProperty("user.name");
    String own = call(List.of("scontrol", "show", "assoc_mgr", "users=" + user, "flags=assoc"));
    int tasks = value(config, "MaxJobCount", DEFAULT.tasks + 1);
    for (Matcher limit = LIMIT.matcher(own); limit.find(); ) {
      tasks = Math.min(tasks, Integer.parseInt(limit.group(1)) - Integer.parseInt(limit.group(2)));
    }
    return new Limits(value(config, "MaxArraySize", DEFAULT.arraySize), tasks - 1);
  }

  private static int value(String config, String key, int otherwise) {
    Matcher value = Pattern.compile("(?m)^" + key + "\\s*=\\s*(\\d{1,9})").matcher(config);
    return value.find() ? Integer.parseInt(value.group(1)) : otherwise;
  }

  /**
   * Submits a job.
   *
   * @param arguments of {@code sbatch}
   * @return the job's number
   * @throws IOException if it is refused; the message is one line
   */
  public static String submit(List<String> arguments) throws IOException, InterruptedException {
    // On several clusters: number;cluster.
    return call(Stream.concat(Stream.of("sbatch", "--parsable"), arguments.stream()).toList())
        .strip()
        .split(";")[0];
  }

  /** Returns the tasks of the user's arrays that wait or run, as {@code <job>_<task>}. */
  public static Set<String> queued() throws IOException, InterruptedException {
    return call(List.of("squeue", "--me", "--array", "--noheader", "--format=%F_%K"))
        .lines()
        .map(String::strip)
        .collect(Collectors.toSet());
  }

  private static String call(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(command.get(0) + ": not found: there is no Slurm on this machine", e);
    }
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(
          said.lines()
              .map(line -> line.replaceFirst("^\\w+: (error|fatal): ", "").strip())
              .filter(line -> !line.isEmpty())
              .distinct()
              .collect(Collectors.joining("; ", command.get(0) + ": ", "")));
    }
    return said;
  }
}
