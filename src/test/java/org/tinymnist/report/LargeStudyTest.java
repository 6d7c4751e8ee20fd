package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/** A report of ten thousand runs, and some that are missing: what a cluster leaves. */
@Tag("large")
class LargeStudyTest {

  private static final int EXPERIMENTS = 100;
  private static final int SEEDS = 100;
  private static final int MISSING = 10;
  private static final long HEAP = 2L << 30;

  @TempDir private Path results;

  @Test
  void tenThousandRunsAreOneReportInTwoGigabytes() throws Exception {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
    List<String> plan = new ArrayList<>(List.of("experiment,seed,epochs,log"));
    Experiment e = SampleRuns.experiment("model-1-optimized");
    List<EpochMetrics> log = SampleRuns.log("model-1");
    for (int number = 0; number < EXPERIMENTS; number++) {
      Experiment each =
          number == 0
              ? e
              : new Experiment(
                  "variant-" + number,
                  "Variant " + number,
                  "A variant",
                  Optional.empty(),
                  Optional.of(e.name()),
                  0,
                  e.recipe());
      List<RunResult> runs = new ArrayList<>();
      for (long seed = 1; seed <= SEEDS; seed++) {
        runs.add(SampleRuns.run(each, seed, SampleRuns.near(log, 1000L * number + seed, 0)));
      }
      SampleRuns.write(results, new Study(runs, List.of(), List.of()));
      for (int seed = 1; seed <= SEEDS + (number == 0 ? MISSING : 0); seed++) {
        plan.add("%s,%d,%d,17_%d.log".formatted(each.name(), seed, e.recipe().epochs(), number));
      }
    }
    Files.write(Files.createDirectories(results.resolve("slurm")).resolve("plan.csv"), plan);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long computed = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    assertThat(Report.write(results, Optional.empty())).hasSize(MISSING);
    System.out.printf(
        "%d runs: %.1f s, %.1f s of them on a core%n",
        EXPERIMENTS * SEEDS,
        (System.nanoTime() - start) / 1e9,
        (threads.getCurrentThreadCpuTime() - computed) / 1e9);
    assertThat(Files.readString(results.resolve("report.md"))).contains("10,000");
    assertThat(Files.readAllLines(results.resolve("study.csv"))).hasSize(10_001);
  }
}
