package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tinymnist.analysis.SampleRuns.climb;
import static org.tinymnist.analysis.SampleRuns.experiment;
import static org.tinymnist.analysis.SampleRuns.log;
import static org.tinymnist.analysis.SampleRuns.run;
import static org.tinymnist.analysis.SampleRuns.runs;
import static org.tinymnist.analysis.SampleRuns.study;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tinymnist.analysis.Findings.Compared;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.ControlRuns;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

class FindingsTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final Study NONE = study();
  private static final ControlRuns NO_CONTROL = new ControlRuns(Map.of(), List.of());

  private static Study reference() {
    return study(runs(MODEL_1, 10, log("model-1"), 0));
  }

  private static Findings.Entry entry(Study own) {
    return Findings.of(false, own, reference(), NO_CONTROL).entries().get(0);
  }

  @Test
  void aRunIsPlacedAmongTheReferences() {
    Experiment model = experiment(MODEL_1);
    RunPosition like = entry(study(List.of(run(model, 11, log("model-1"))))).positions().get(0);
    assertThat(like.isExpected()).isTrue();
    RunPosition low = entry(study(List.of(run(model, 11, climb(20, 0.985))))).positions().get(0);
    assertThat(low.isExpected()).isFalse();
    assertThat(low.isLow()).isTrue();
    assertThat(low.reference().size()).isEqualTo(10);
  }

  @Test
  void runsOfAnotherKindAreNotCompared() {
    Experiment model = experiment(MODEL_1);
    assertThat(entry(study(List.of(run(model.withEpochs(1), 1, climb(1, 0.97))))).comparison())
        .isEqualTo(Compared.OTHER_LENGTH);
    assertThat(entry(study(List.of(run(model, 1, climb(20, 0.9), "fashion")))).comparison())
        .isEqualTo(Compared.OTHER_DATA);
    Experiment other = experiment("model-1-batch-64");
    Experiment renamed =
        new Experiment(
            model.name(),
            model.title(),
            "",
            model.published(),
            model.variantOf(),
            0,
            other.recipe());
    Findings.Entry own = entry(study(List.of(run(renamed, 1, climb(20, 0.99)))));
    assertThat(own.comparison()).isEqualTo(Compared.OTHER_RECIPE);
    assertThat(own.reproduction()).isEmpty();
    assertThat(entry(study(List.of(run(experiment("record"), 1, climb(20, 0.99))))).comparison())
        .isEqualTo(Compared.NOTHING_TO_COMPARE);
  }

  @Test
  void aRunOfAnotherLengthIsASeriesOfItsOwn() {
    Experiment model = experiment(MODEL_1);
    List<Series> series =
        Series.of(
            study(
                List.of(
                    run(model.withEpochs(1), 1, climb(1, 0.97)), run(model, 2, climb(20, 0.99)))));
    assertThat(series).extracting(Series::epochs).containsExactly(1, 20);
  }

  @Test
  void theReferenceIsHeldAgainstTheLogsAndPyTorch() {
    Reproduction r = reproduction(0);
    assertThat(r.checks()).hasSize(2).allMatch(Band.Check::isInside);
    assertThat(r.pytorchChecks()).hasSize(2);
    assertThat(r.equivalence().orElseThrow().isShown()).isTrue();
    assertThat(r.distributions().values()).hasSize(4).allMatch(p -> p > 0.05);
    assertThat(r.verdict()).isEqualTo(Verdict.SUPPORTED);
  }

  @Test
  void withoutPyTorchNoDifferenceIsFound() {
    assertThat(Findings.of(true, reference(), NONE, NO_CONTROL).reproductions().get(0).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void anotherAccuracyInPyTorchLeavesItReproducedInPart() {
    Reproduction r = reproduction(-0.3);
    assertThat(r.equivalence().orElseThrow().isRefuted()).isTrue();
    assertThat(r.equivalence().orElseThrow().isShown()).isFalse();
    assertThat(r.distributions().get(Metric.TEST_ACCURACY)).isLessThan(0.05);
    assertThat(r.verdict()).isEqualTo(Verdict.SUPPORTED_IN_PART);
  }

  private static Reproduction reproduction(double points) {
    Map<String, List<EpochMetrics>> pytorch = new TreeMap<>();
    for (int seed = 1; seed <= 10; seed++) {
      pytorch.put("seed-" + seed, SampleRuns.near(log("model-1"), 900 + seed, points));
    }
    ControlRuns control = new ControlRuns(Map.of("model-1", pytorch), List.of());
    return Findings.of(true, reference(), NONE, control).reproductions().get(0);
  }

  @Test
  void logsOutsideTheBandAreNotReproduced() {
    Study off = study(runs(MODEL_1, 10, log("model-2"), 0));
    Reproduction r = Findings.of(true, off, NONE, NO_CONTROL).reproductions().get(0);
    assertThat(r.verdict()).isEqualTo(Verdict.REFUTED);
    Study two = study(runs(MODEL_1, 2, log("model-1"), 0));
    Reproduction few = Findings.of(true, two, NONE, NO_CONTROL).reproductions().get(0);
    assertThat(few.verdict()).isEqualTo(Verdict.NEEDS_SEEDS);
  }

  @Test
  void variantsAreComparedWithTheirExperimentSeedBySeed() {
    Study study =
        study(
            runs(MODEL_1, 5, log("model-1"), 0),
            runs("model-1-batch-64", 5, log("model-1"), -1),
            runs("model-1-bfloat16", 2, log("model-1"), 0));
    Findings findings = Findings.of(true, study, NONE, NO_CONTROL);
    assertThat(findings.entries()).extracting(e -> e.series().name()).containsExactly(MODEL_1);
    Map<String, Verdict> differ =
        findings.ablations().stream()
            .collect(Collectors.toMap(a -> a.variant().name(), Ablation::differs));
    assertThat(differ)
        .containsEntry("model-1-batch-64", Verdict.SUPPORTED)
        .containsEntry("model-1-bfloat16", Verdict.NEEDS_SEEDS);
    assertThat(findings.ablations().get(0).gain().orElseThrow().mean()).isNegative();
  }

  @Test
  void mistakesOfMostSeedsComeFirst() {
    Findings findings = Findings.of(true, reference(), NONE, NO_CONTROL);
    List<Mistakes.Image> images = findings.mistakes().orElseThrow().images();
    assertThat(images.get(0).seeds()).isEqualTo(10);
    assertThat(images).isSortedAccordingTo((a, b) -> Integer.compare(b.seeds(), a.seeds()));
  }

  @Test
  void machinesAreCountedApart() {
    List<RunResult> runs = reference().runs();
    List<MachineSummary> machines = Findings.of(true, study(runs), NONE, NO_CONTROL).machines();
    assertThat(machines).extracting(MachineSummary::cores).containsExactly(2, 1);
    assertThat(machines).allMatch(each -> each.runs() == 5 && each.secondsPerEpoch() == 10);
  }
}
