package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tinymnist.results.Reference;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/** Each rule, with a sample on both sides of it. */
class ClaimRulesTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final String MODEL_2 = "model-2-onecycle-dropout";
  private static final String MODEL_3 = "model-3-baseline";

  private static Map<String, Claim> claims(Study study) {
    List<Series> series = Series.of(study);
    List<Series> models = series.stream().filter(Series::isComparable).toList();
    return ClaimRules.of(models, Original.load(), Comparison.variants(series)).stream()
        .collect(Collectors.toMap(Claim::id, Function.identity()));
  }

  private static List<RunResult> model1() {
    return runs(MODEL_1, 10, log("model-1"), 0);
  }

  static Stream<Arguments> verdicts() throws IOException {
    List<RunResult> model1 = model1();
    double[] near = {0.9944, 0.9945, 0.9946, 0.9945, 0.9945};
    List<RunResult> with = ending(MODEL_1, near);
    List<RunResult> model2 = runs(MODEL_2, 5, log("model-2"), 0);
    List<RunResult> model3 = ending(MODEL_3, 0.944, 0.945, 0.946, 0.945, 0.944);
    String recipe = "model-1-no-momentum";
    String constant = "model-1-constant-rate";
    String plain = "model-1-no-smoothing";
    String same = "model-1-no-augmentation";
    double[] wide = {0.9915, 0.9962, 0.993, 0.9958, 0.994};
    double[] lower = {0.993, 0.9931, 0.9929};
    List<RunResult> seeds =
        Reference.read().runs().stream().filter(run -> run.name().equals(same)).toList();
    return Stream.of(
        // A recipe is refuted by its curves and never supported, not even by three seeds.
        arguments("no-momentum", REFUTED, study(model1, runs(recipe, 10, log("model-3"), 0))),
        arguments("no-momentum", INCONCLUSIVE, study(model1, runs(recipe, 10, log("model-1"), 0))),
        arguments("no-augmentation", REFUTED, study(model1, seeds.subList(0, 3))),
        arguments("no-augmentation", REFUTED, study(model1, seeds)),
        arguments("boost", SUPPORTED, study(with, model2, model3)),
        // The schedule is credited only if a constant rate costs as much.
        arguments("schedule", REFUTED, study(model1, runs(constant, 10, log("model-1"), -0.2))),
        arguments("schedule", SUPPORTED, study(model1, runs(constant, 10, log("model-1"), -5))),
        // A benefit below a tenth of a point is none.
        arguments("smoothing", NO_BENEFIT, study(with, ending(plain, near))),
        arguments("smoothing", INCONCLUSIVE, study(with, ending(plain, wide))),
        arguments("smoothing", SUPPORTED, study(with, ending(plain, lower))),
        arguments("smoothing", REFUTED, study(with, ending(plain, 0.996, 0.9961, 0.9959))),
        // Augmentation adds nothing only if that is shown.
        arguments("regularization", SUPPORTED, study(with, ending(same, near))),
        arguments("regularization", INCONCLUSIVE, study(with, ending(same, wide))),
        arguments("regularization", REFUTED, study(with, ending(same, lower))),
        // The expected accuracy is that of the mean.
        arguments("expected", SUPPORTED, study(with)),
        arguments("expected", INCONCLUSIVE, study(ending(MODEL_1, 0.9941, 0.9939, 0.9942))),
        arguments("expected", REFUTED, study(ending(MODEL_1, 0.9931, 0.993, 0.9932))),
        // Both models with a schedule must be better.
        arguments("improvement", SUPPORTED, study(model1, model2, model3)),
        arguments(
            "improvement", INCONCLUSIVE, study(model1, model2, ending(MODEL_3, .986, .987, .988))),
        arguments("dropout", SUPPORTED, study(model1, model2, model3)));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void aClaimHasItsVerdict(String claim, Claim.Verdict verdict, Study study) {
    assertThat(claims(study).get(claim).verdict()).isEqualTo(verdict);
  }

  @Test
  void aValueIsJudgedByTheWholeInterval() {
    Interval said = new Interval(0.045, 0.055);
    assertThat(ClaimRules.value(new Interval(0.046, 0.054), said)).isEqualTo(SUPPORTED);
    assertThat(ClaimRules.value(new Interval(0.0531, 0.091), said)).isEqualTo(INCONCLUSIVE);
    assertThat(ClaimRules.value(new Interval(0.0551, 0.091), said)).isEqualTo(REFUTED);
  }

  @Test
  void aBoostOfMoreThan5PointsIsInconclusive() {
    List<RunResult> wide = ending(MODEL_3, 0.94, 0.96, 0.93, 0.90, 0.88);
    Claim boost = claims(study(model1(), runs(MODEL_2, 5, log("model-2"), 0), wide)).get("boost");
    assertThat(boost.verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(boost.values()).containsEntry("isLarger", true);
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
        Convergence.of(Series.of(study(runs(MODEL_2, 10, log("model-2"), 0))), Original.load());
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
