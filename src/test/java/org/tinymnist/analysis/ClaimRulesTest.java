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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

class ClaimRulesTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final String MODEL_2 = "model-2-onecycle-dropout";
  private static final String MODEL_3 = "model-3-baseline";

  private static Map<String, Verdict> verdicts(Study study) {
    return ClaimRules.of(Models.of(Series.of(study)), Original.load()).stream()
        .collect(Collectors.toMap(Claim::id, Claim::verdict));
  }

  private static List<RunResult> model1() {
    return runs(MODEL_1, 10, log("model-1"), 0);
  }

  @Test
  void runsAsTheOriginalsSupportWhatItShows() {
    Map<String, Verdict> verdicts =
        verdicts(
            study(
                model1(),
                runs(MODEL_2, 10, log("model-2"), 0),
                runs(MODEL_3, 10, log("model-3"), 0)));
    assertThat(verdicts)
        .containsEntry("improvement", Verdict.SUPPORTED)
        .containsEntry("boost", Verdict.SUPPORTED)
        .containsEntry("faster", Verdict.SUPPORTED)
        .containsEntry("dropout", Verdict.SUPPORTED)
        .containsEntry("parameters", Verdict.SUPPORTED)
        .containsEntry("expected", Verdict.SUPPORTED)
        .containsEntry("literal", Verdict.NOT_MEASURED)
        .containsEntry("smoothing", Verdict.NOT_MEASURED);
  }

  @Test
  void aRecipeWithOtherCoursesIsRefutedAndTheSameCoursesAreNot() {
    Map<String, Verdict> verdicts =
        verdicts(
            study(
                model1(),
                runs("model-1-literal", 10, log("model-3"), 0),
                runs("model-1-no-momentum", 10, log("model-1"), 0)));
    assertThat(verdicts)
        .containsEntry("literal", Verdict.REFUTED)
        .containsEntry("no-momentum", Verdict.SUPPORTED);
  }

  @Test
  void theEffectOfAVariantDecidesWhatIsSaidOfIt() {
    assertThat(verdicts(study(model1(), runs("model-1-no-smoothing", 10, log("model-1"), -0.4))))
        .containsEntry("smoothing", Verdict.SUPPORTED);
    assertThat(verdicts(study(model1(), runs("model-1-no-smoothing", 10, log("model-1"), 0.4))))
        .containsEntry("smoothing", Verdict.REFUTED);
    assertThat(verdicts(study(model1(), runs("model-1-no-augmentation", 10, log("model-1"), -0.4))))
        .containsEntry("regularization", Verdict.REFUTED);
    assertThat(verdicts(study(model1(), runs("model-1-constant-rate", 10, log("model-1"), -0.4))))
        .containsEntry("schedule", Verdict.REFUTED);
    assertThat(verdicts(study(model1(), runs("model-1-constant-rate", 10, log("model-1"), -5))))
        .containsEntry("schedule", Verdict.SUPPORTED);
  }

  @Test
  void aDifferenceWithinChanceIsInconclusive() {
    // Four seeds that scatter by 0.05 points cannot tell 0.02 points from none, nor from 0.1.
    assertThat(verdicts(study(model1(), runs("model-1-no-smoothing", 4, log("model-1"), -0.02))))
        .containsEntry("smoothing", Verdict.INCONCLUSIVE);
  }

  @Test
  void aSmallDifferenceThatOnlyTheCorrectionHidesIsInconclusive() {
    double[] less = {0.0010, 0.0001, 0.0003, 0.0005, 0.0002, 0.0004};
    List<RunResult> variant =
        model1().stream()
            .limit(less.length)
            .map(
                run -> {
                  double end = run.last().testAccuracy() - less[(int) run.seed() - 1];
                  return run(experiment("model-1-no-smoothing"), run.seed(), climb(20, end));
                })
            .toList();
    assertThat(verdicts(study(model1(), variant))).containsEntry("smoothing", Verdict.SUPPORTED);
    List<RunResult> linear = runs("model-1-linear-annealing", 10, log("model-1"), -0.01);
    List<RunResult> plain = runs("model-1-no-augmentation", 10, log("model-1"), -0.02);
    assertThat(verdicts(study(model1(), variant, linear, plain)))
        .containsEntry("smoothing", Verdict.INCONCLUSIVE);
  }

  @Test
  void fewerThanThreeSeedsDecideNothing() {
    Map<String, Verdict> verdicts =
        verdicts(
            study(
                runs(MODEL_1, 2, log("model-1"), 0),
                runs(MODEL_2, 2, log("model-2"), 0),
                runs(MODEL_3, 2, log("model-3"), 0),
                runs("model-1-literal", 2, log("model-3"), 0)));
    verdicts.remove("parameters");
    assertThat(verdicts.values())
        .isSubsetOf(Verdict.NEEDS_SEEDS, Verdict.NOT_MEASURED)
        .contains(Verdict.NEEDS_SEEDS);
    assertThat(verdicts.get("boost")).isEqualTo(Verdict.NEEDS_SEEDS);
  }

  @Test
  void runsOfAnotherLengthTestNothing() {
    List<RunResult> runs =
        runs(MODEL_1, 5, log("model-1"), 0).stream()
            .map(
                run ->
                    SampleRuns.run(
                        run.record().experiment().withEpochs(2),
                        run.seed(),
                        run.epochs().subList(0, 2)))
            .toList();
    assertThat(verdicts(study(runs)).values()).containsOnly(Verdict.NOT_MEASURED);
  }

  @Test
  void correctionForOtherClaimsRaisesP() {
    Study alone = study(model1(), runs("model-1-no-smoothing", 10, log("model-1"), -0.4));
    Study many =
        study(
            model1(),
            runs("model-1-no-smoothing", 10, log("model-1"), -0.4),
            runs("model-1-linear-annealing", 10, log("model-1"), -0.01),
            runs("model-1-no-augmentation", 10, log("model-1"), -0.02));
    assertThat(p(many, "smoothing")).isGreaterThan(p(alone, "smoothing"));
  }

  private static double p(Study study, String id) {
    return ClaimRules.of(Models.of(Series.of(study)), Original.load()).stream()
        .collect(Collectors.toMap(Claim::id, Function.identity()))
        .get(id)
        .p()
        .orElseThrow();
  }

  @Test
  void whatIsSaidAndWhatWasRunAreJudgedApart() {
    List<Convergence> cells =
        Convergence.of(
            Models.of(Series.of(study(runs(MODEL_2, 10, log("model-2"), 0)))), Original.load());
    // The note says "~8-10"; both logs are above 90 % after the first epoch, as are runs like them.
    Convergence to90 = cells.get(0);
    assertThat(to90.said()).isEqualTo(new Interval(8, 10));
    assertThat(to90.logs()).containsExactly(1.0, 1.0);
    assertThat(to90.saidOfLogs()).isEqualTo(Verdict.REFUTED);
    assertThat(to90.logsOfRuns()).isEqualTo(Verdict.SUPPORTED);
    // "Never" is true of the log that came with the note, and not of the earlier one: epoch 18.
    Convergence to99 = cells.get(2);
    assertThat(to99.logs()).containsExactly(Double.POSITIVE_INFINITY, 18.0);
    assertThat(to99.saidOfLogs()).isEqualTo(Verdict.SUPPORTED_IN_PART);
  }
}
