package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tinymnist.analysis.SampleRuns.climb;
import static org.tinymnist.analysis.SampleRuns.ending;
import static org.tinymnist.analysis.SampleRuns.experiment;
import static org.tinymnist.analysis.SampleRuns.log;
import static org.tinymnist.analysis.SampleRuns.run;
import static org.tinymnist.analysis.SampleRuns.runs;
import static org.tinymnist.analysis.SampleRuns.study;
import static org.tinymnist.analysis.SampleRuns.tested;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tinymnist.analysis.Comparison.Effect;
import org.tinymnist.analysis.Findings.Compared;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.PairPlan;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

class FindingsTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final PairPlan EQUIVALENCE =
      new PairPlan("model-1", 1, 10, 20, 20, OptionalDouble.of(0.001), "why");
  private static final PairPlan QUESTION =
      new PairPlan("model-1", 1, 10, 11, 20, OptionalDouble.empty(), "why");

  private static Study reference() {
    return study(runs(MODEL_1, 10, log("model-1"), 0));
  }

  private static Findings.Entry entry(RunResult... own) {
    return Findings.ofUser(study(List.of(own)), reference()).entries().get(0);
  }

  @Test
  void aRunIsComparedWithTheReferencesAccuracyAndCurves() {
    Experiment model = experiment(MODEL_1);
    assertThat(entry(run(model, 11, log("model-1"))).unusual()).isEmpty();
    RunPosition low = entry(run(model, 11, climb(20, 0.985))).positions().get(0);
    assertThat(low.endsElsewhere()).isTrue();
    assertThat(low.isLow()).isTrue();
    // The accuracy of one more run at the end, but another training curve before.
    List<EpochMetrics> late = new ArrayList<>(climb(20, 0.9948));
    assertThat(late.get(19).testAccuracy()).isEqualTo(0.9948);
    RunPosition odd = entry(run(model, 11, late)).positions().get(0);
    assertThat(odd.endsElsewhere()).isFalse();
    assertThat(odd.isExpected()).isFalse();
  }

  @Test
  void aRecipeIsKnownByItsSettingsAndNotByItsName() {
    Experiment model = experiment(MODEL_1);
    assertThat(entry(run(named("mine", model), 1, log("model-1"))).compared())
        .isEqualTo(Compared.YES);
    Experiment other = named(MODEL_1, experiment("model-1-batch-64"));
    Findings.Entry entry = entry(run(other, 1, log("model-1")));
    assertThat(entry.compared()).isEqualTo(Compared.OTHER_RECIPE);
    assertThat(entry.positions()).isEmpty();
    assertThat(entry(run(experiment("record"), 1, climb(20, 0.99))).compared())
        .isEqualTo(Compared.NOTHING_TO_COMPARE);
  }

  private static Experiment named(String name, Experiment e) {
    return new Experiment(
        name, e.title(), "", experiment(MODEL_1).published(), Optional.empty(), 0, e.recipe());
  }

  @Test
  void aRunOfAnotherLengthIsASeriesOfItsOwn() {
    Experiment model = experiment(MODEL_1);
    RunResult shorter = run(model.withEpochs(1), 1, climb(1, 0.97));
    List<Series> series = Series.of(study(List.of(shorter, run(model, 2, climb(20, 0.99)))));
    assertThat(series).extracting(Series::epochs).containsExactly(1, 20);
  }

  /** Pairs of the reference's runs with runs that differ by some points, a little more or less. */
  private static Reproduction reproduction(Study study, int pairs, double points) {
    Map<Long, List<EpochMetrics>> pytorch = new TreeMap<>();
    for (RunResult run : study.runs().subList(0, pairs)) {
      double off = (points + 0.01 * (run.seed() % 3 - 1)) / 100;
      List<EpochMetrics> epochs =
          run.epochs().stream().map(e -> tested(e, e.testLoss(), e.testAccuracy() - off)).toList();
      pytorch.put(run.seed(), epochs);
    }
    return Findings.ofReference(study, List.of(EQUIVALENCE, QUESTION), Map.of("model-1", pytorch))
        .evidence()
        .orElseThrow()
        .reproductions()
        .get(0);
  }

  @Test
  void reproducedTakesTheLogsAndEquivalenceInPyTorch() {
    Reproduction same = reproduction(reference(), 10, 0.02);
    assertThat(same.verdict()).isEqualTo(Reproduction.Verdict.REPRODUCED);
    assertThat(same.control().orElseThrow().isComplete()).isTrue();
    assertThat(same.checks()).hasSize(2).allMatch(LogCheck::fits);
    Reproduction other = reproduction(reference(), 10, 0.3);
    assertThat(other.equivalence().orElseThrow().isRefuted()).isTrue();
    assertThat(other.verdict()).isEqualTo(Reproduction.Verdict.DIFFERS_FROM_PYTORCH);
  }

  @Test
  void missingPairsOrADifferenceNearTheMarginAreInconclusive() {
    Reproduction two = reproduction(reference(), 2, 0);
    assertThat(two.equivalence()).isEmpty();
    assertThat(two.verdict()).isEqualTo(Reproduction.Verdict.INCONCLUSIVE);
    assertThat(two.control().orElseThrow().isComplete()).isFalse();
    Reproduction nine = reproduction(reference(), 9, 0);
    assertThat(nine.equivalence().orElseThrow().isShown()).isTrue();
    assertThat(nine.verdict()).isEqualTo(Reproduction.Verdict.INCONCLUSIVE);
    Reproduction near = reproduction(reference(), 10, 0.098);
    assertThat(near.equivalence().orElseThrow().isShown()).isFalse();
    assertThat(near.verdict()).isEqualTo(Reproduction.Verdict.INCONCLUSIVE);
  }

  @Test
  void aQuestionHasAnAnswerWithoutAMargin() {
    assertThat(reproduction(reference(), 10, 0).questions().get(0).difference().orElseThrow())
        .satisfies(difference -> assertThat(difference.isNot0()).isFalse());
    Pairs question = reproduction(reference(), 10, 0.05).questions().get(0);
    assertThat(question.difference().orElseThrow().isNot0()).isTrue();
    assertThat(question.difference().orElseThrow().mean()).isBetween(0.0004, 0.0006);
    assertThat(
            question.band(Metric.TEST_ACCURACY, 1).contains(question.at(Metric.TEST_ACCURACY, 1)))
        .isTrue();
  }

  @Test
  void logsThatDifferAreNotReproduced() {
    Study off = study(runs(MODEL_1, 10, log("model-2"), 0));
    assertThat(reproduction(off, 10, 0).verdict()).isEqualTo(Reproduction.Verdict.NOT_REPRODUCED);
    Study two = study(runs(MODEL_1, 2, log("model-1"), 0));
    assertThat(reproduction(two, 2, 0).verdict()).isEqualTo(Reproduction.Verdict.NEEDS_SEEDS);
  }

  @Test
  void aLogIsMeasuredByItsCurveAndByItsEnd() {
    // The earlier log of Model 2 ends at 99.04 %: in the band, and above every run.
    String model = "model-2-onecycle-dropout";
    List<RunResult> runs =
        runs(model, 10, log("model-2"), 0).stream()
            .map(run -> run(experiment(model), run.seed(), near9880(run)))
            .toList();
    List<LogCheck> checks = LogCheck.of(Series.of(study(runs)), Original.load());
    LogCheck earlier = checks.get(1);
    assertThat(earlier.below()).isEqualTo(10);
    assertThat(earlier.endsAsExpected()).isFalse();
    assertThat(earlier.expected().contains(0.9904)).isFalse();
    assertThat(checks.get(0).endsAsExpected()).isTrue();
  }

  private static List<EpochMetrics> near9880(RunResult run) {
    List<EpochMetrics> epochs = new ArrayList<>(run.epochs());
    EpochMetrics e = epochs.get(19);
    epochs.set(19, tested(e, e.testLoss(), 0.9870 + 0.0001 * (run.seed() % 10)));
    return epochs;
  }

  @Test
  void namesTheRecipesThatTheBandCannotTell() {
    Study study =
        study(
            runs(MODEL_1, 10, log("model-1"), 0),
            runs("model-1-linear-annealing", 5, log("model-1"), 0),
            runs("model-1-literal", 5, log("model-3"), 0));
    List<Reproduction.OtherRecipe> others = reproduction(study, 3, 0).others();
    assertThat(others).hasSize(1);
    assertThat(others.get(0).series().name()).isEqualTo("model-1-linear-annealing");
    assertThat(others.get(0).inside()).isGreaterThan(2);
    assertThat(others.get(0).fitsLogs()).isTrue();
  }

  @Test
  void variantsAreComparedOverAllSeedsOfBothSides() {
    Study study =
        study(
            ending(MODEL_1, 0.9944, 0.9945, 0.9946, 0.9945, 0.9945, 0.9943),
            ending("model-1-batch-64", 0.9934, 0.9935, 0.9936),
            ending("model-1-linear-annealing", 0.9944, 0.9945, 0.9946),
            ending("model-1-no-smoothing", 0.9915, 0.9962, 0.993),
            ending("model-1-bfloat16", 0.9945, 0.9945));
    Findings findings = Findings.ofUser(study, study());
    assertThat(findings.entries()).extracting(e -> e.series().name()).containsExactly(MODEL_1);
    Map<String, Comparison> variants =
        findings.variants().stream().collect(Collectors.toMap(c -> c.series().name(), c -> c));
    assertThat(variants.get("model-1-batch-64").effect()).isEqualTo(Effect.WORSE);
    assertThat(variants.get("model-1-linear-annealing").effect()).isEqualTo(Effect.NEGLIGIBLE);
    assertThat(variants.get("model-1-no-smoothing").effect()).isEqualTo(Effect.INCONCLUSIVE);
    assertThat(variants.get("model-1-bfloat16").effect()).isEqualTo(Effect.NEEDS_SEEDS);
    // All six seeds of the base, of which the variant has three.
    assertThat(variants.get("model-1-batch-64").difference().orElseThrow().mean())
        .isCloseTo(0.9935 - 5.9668 / 6, within(1e-9));
  }

  @Test
  void processorsAreComparedWhereOneExperimentHasThreeRunsOnEach() {
    assertThat(ProcessorCheck.of(Series.of(reference()).get(0))).isEmpty();
    List<RunResult> runs = new ArrayList<>(runs(MODEL_1, 6, log("model-1"), 0));
    runs.replaceAll(run -> run.seed() > 3 ? SampleRuns.on("Another processor", run) : run);
    List<ProcessorCheck> checks = ProcessorCheck.of(Series.of(study(runs)).get(0));
    assertThat(checks).hasSize(1);
    assertThat(checks.get(0).difference().isNot0()).isFalse();
  }

  @Test
  void mistakesOfMostSeedsComeFirst() {
    List<Mistakes.Image> images =
        Findings.ofUser(reference(), study()).mistakes().orElseThrow().images();
    assertThat(images.get(0).seeds()).isEqualTo(10);
    assertThat(images).isSortedAccordingTo((a, b) -> Integer.compare(b.seeds(), a.seeds()));
  }
}
