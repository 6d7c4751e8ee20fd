package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tinymnist.analysis.Claim.Verdict.INCONCLUSIVE;
import static org.tinymnist.analysis.Claim.Verdict.NEEDS_SEEDS;
import static org.tinymnist.analysis.Claim.Verdict.NOT_MEASURED;
import static org.tinymnist.analysis.Claim.Verdict.NO_BENEFIT;
import static org.tinymnist.analysis.Claim.Verdict.REFUTED;
import static org.tinymnist.analysis.Claim.Verdict.SUPPORTED;
import static org.tinymnist.analysis.SampleRuns.ending;
import static org.tinymnist.analysis.SampleRuns.log;
import static org.tinymnist.analysis.SampleRuns.runs;
import static org.tinymnist.analysis.SampleRuns.study;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tinymnist.results.Reference;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/** Each rule, with a sample on both sides of it. */
class ClaimRulesTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final String MODEL_2 = "model-2-onecycle-dropout";
  private static final String MODEL_3 = "model-3-baseline";
  private static final double[] ABOUT_99_45 = {0.9944, 0.9945, 0.9946, 0.9945, 0.9945};

  private static Map<String, Claim> claims(Study study) {
    List<Series> series = Series.of(study);
    return ClaimRules.of(Models.of(series), Original.load(), Comparison.variants(series)).stream()
        .collect(Collectors.toMap(Claim::id, Function.identity()));
  }

  private static Claim.Verdict verdict(String claim, Study study) {
    return claims(study).get(claim).verdict();
  }

  private static List<RunResult> model1() {
    return runs(MODEL_1, 10, log("model-1"), 0);
  }

  @Test
  void aRecipeIsRefutedByItsCurvesAndNeverSupported() {
    String recipe = "model-1-no-momentum";
    assertThat(verdict("no-momentum", study(model1(), runs(recipe, 10, log("model-3"), 0))))
        .isEqualTo(REFUTED);
    assertThat(verdict("no-momentum", study(model1(), runs(recipe, 10, log("model-1"), 0))))
        .isEqualTo(INCONCLUSIVE);
  }

  @Test
  void threeSeedsOfAFalseRecipeDoNotSupportIt() throws IOException {
    List<RunResult> all =
        Reference.read().runs().stream()
            .filter(run -> run.name().equals("model-1-no-augmentation"))
            .toList();
    List<RunResult> three = all.stream().limit(3).toList();
    assertThat(verdict("no-augmentation", study(model1(), three))).isNotEqualTo(SUPPORTED);
    assertThat(verdict("no-augmentation", study(model1(), all))).isEqualTo(REFUTED);
  }

  @Test
  void aValueIsJudgedByTheWholeInterval() {
    Interval said = new Interval(0.045, 0.055);
    assertThat(ClaimRules.value(new Interval(0.046, 0.054), said)).isEqualTo(SUPPORTED);
    assertThat(ClaimRules.value(new Interval(0.0531, 0.091), said)).isEqualTo(INCONCLUSIVE);
    assertThat(ClaimRules.value(new Interval(0.0551, 0.091), said)).isEqualTo(REFUTED);
  }

  @Test
  void theBoostIsSupportedAt5PointsAndALargerOneIsNot() {
    List<RunResult> first = ending(MODEL_1, ABOUT_99_45);
    List<RunResult> second = runs(MODEL_2, 5, log("model-2"), 0);
    List<RunResult> near = ending(MODEL_3, 0.944, 0.945, 0.946, 0.945, 0.944);
    assertThat(verdict("boost", study(first, second, near))).isEqualTo(SUPPORTED);
    List<RunResult> wide = ending(MODEL_3, 0.94, 0.96, 0.93, 0.90, 0.88);
    Claim boost = claims(study(first, second, wide)).get("boost");
    assertThat(boost.verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(boost.values()).containsEntry("isLarger", true);
  }

  @Test
  void theScheduleIsCreditedOnlyIfAConstantRateCostsAsMuch() {
    String constant = "model-1-constant-rate";
    assertThat(verdict("schedule", study(model1(), runs(constant, 10, log("model-1"), -0.2))))
        .isEqualTo(REFUTED);
    assertThat(verdict("schedule", study(model1(), runs(constant, 10, log("model-1"), -5))))
        .isEqualTo(SUPPORTED);
  }

  @Test
  void aBenefitBelowATenthOfAPointIsNone() {
    List<RunResult> with = ending(MODEL_1, ABOUT_99_45);
    String without = "model-1-no-smoothing";
    assertThat(verdict("smoothing", study(with, ending(without, ABOUT_99_45))))
        .isEqualTo(NO_BENEFIT);
    assertThat(verdict("smoothing", study(with, ending(without, .9915, .9962, .993, .9958, .994))))
        .isEqualTo(INCONCLUSIVE);
    assertThat(verdict("smoothing", study(with, ending(without, 0.993, 0.9931, 0.9929))))
        .isEqualTo(SUPPORTED);
    assertThat(verdict("smoothing", study(with, ending(without, 0.996, 0.9961, 0.9959))))
        .isEqualTo(REFUTED);
  }

  @Test
  void augmentationAddsNothingOnlyIfThatIsShown() {
    List<RunResult> with = ending(MODEL_1, ABOUT_99_45);
    String without = "model-1-no-augmentation";
    assertThat(verdict("regularization", study(with, ending(without, ABOUT_99_45))))
        .isEqualTo(SUPPORTED);
    assertThat(verdict("regularization", study(with, ending(without, .9915, .9962, .993, .9958))))
        .isEqualTo(INCONCLUSIVE);
    assertThat(verdict("regularization", study(with, ending(without, 0.993, 0.9931, 0.9929))))
        .isEqualTo(REFUTED);
  }

  @Test
  void theExpectedAccuracyIsThatOfTheMean() {
    assertThat(verdict("expected", study(ending(MODEL_1, ABOUT_99_45)))).isEqualTo(SUPPORTED);
    assertThat(verdict("expected", study(ending(MODEL_1, 0.9941, 0.9939, 0.9942))))
        .isEqualTo(INCONCLUSIVE);
    assertThat(verdict("expected", study(ending(MODEL_1, 0.9931, 0.993, 0.9932))))
        .isEqualTo(REFUTED);
  }

  @Test
  void bothModelsWithAScheduleMustBeBetter() {
    List<RunResult> third = ending(MODEL_3, 0.944, 0.945, 0.946);
    List<RunResult> second = runs(MODEL_2, 5, log("model-2"), 0);
    assertThat(verdict("improvement", study(model1(), second, third))).isEqualTo(SUPPORTED);
    List<RunResult> same = ending(MODEL_3, 0.986, 0.987, 0.988);
    assertThat(verdict("improvement", study(model1(), second, same))).isEqualTo(INCONCLUSIVE);
    assertThat(verdict("dropout", study(model1(), second, third))).isEqualTo(SUPPORTED);
  }

  @Test
  void aPageOfVariantsAndAClaimUseOneTest() {
    Study study =
        study(
            model1(),
            runs("model-1-no-smoothing", 5, log("model-1"), -0.2),
            runs("model-1-linear-annealing", 10, log("model-1"), -0.01));
    Comparison variant =
        Comparison.variants(Series.of(study)).stream()
            .filter(each -> each.series().name().equals("model-1-no-smoothing"))
            .findFirst()
            .orElseThrow();
    Claim claim = claims(study).get("smoothing");
    assertThat(claim.p()).isEqualTo(variant.p());
    assertThat(claim.values().get("gain")).isEqualTo(variant.difference().orElseThrow().reversed());
    // Corrected for two variants.
    assertThat(claim.p().orElseThrow()).isGreaterThan(variant.difference().orElseThrow().p());
  }

  @Test
  void tooFewSeedsOrNoneDecideNothing() {
    Map<String, Claim> few =
        claims(
            study(
                runs(MODEL_1, 2, log("model-1"), 0),
                runs(MODEL_2, 2, log("model-2"), 0),
                runs(MODEL_3, 2, log("model-3"), 0),
                runs("model-1-literal", 2, log("model-3"), 0)));
    few.remove("parameters");
    assertThat(few.values())
        .extracting(Claim::verdict)
        .contains(NEEDS_SEEDS)
        .isSubsetOf(NEEDS_SEEDS, NOT_MEASURED);
    List<RunResult> shorter =
        model1().stream()
            .map(run -> run.record().experiment().withEpochs(2))
            .map(e -> SampleRuns.run(e, 1, log("model-1").subList(0, 2)))
            .toList();
    assertThat(claims(study(shorter)).values())
        .extracting(Claim::verdict)
        .containsOnly(NOT_MEASURED);
  }

  @Test
  void theNoteAndTheRunsAreComparedWithTheLogsSeparately() {
    List<Convergence> cells =
        Convergence.of(
            Models.of(Series.of(study(runs(MODEL_2, 10, log("model-2"), 0)))), Original.load());
    // The note says "~8-10"; both logs are above 90 % after the first epoch, as are the runs.
    Convergence to90 = cells.get(0);
    assertThat(to90.said()).isEqualTo(new Interval(8, 10));
    assertThat(to90.logs()).containsExactly(1.0, 1.0);
    assertThat(to90.noteVsLogs()).isEqualTo(Convergence.Agreement.NONE);
    assertThat(to90.logsVsRuns()).contains(Convergence.Agreement.ALL);
    // "Never" is true of the log that came with the note; the earlier one reaches 99 % in epoch 18.
    Convergence to99 = cells.get(2);
    assertThat(to99.logs()).containsExactly(Double.POSITIVE_INFINITY, 18.0);
    assertThat(to99.noteVsLogs()).isEqualTo(Convergence.Agreement.SOME);
    // The final accuracy has a test of its own.
    assertThat(cells.get(3).logsVsRuns()).isEmpty();
  }
}
