package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tinymnist.report.Verdict.DOES_NOT_HOLD;
import static org.tinymnist.report.Verdict.HOLDS;
import static org.tinymnist.report.Verdict.MIXED;
import static org.tinymnist.report.Verdict.NEEDS_MORE_SEEDS;
import static org.tinymnist.report.Verdict.NOT_MEASURED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.report.Findings.Finding;
import org.tinymnist.report.Published.Span;

class FindingsTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  @TempDir Path results;

  @Test
  void judgesTheImprovementByAllThreeModels() throws IOException {
    single(0.993, 0.989, 0.93);
    assertVerdict("improves accuracy", HOLDS, "99.30 % (Model 1) and 98.90 % (Model 2)");

    single(0.993, 0.935, 0.93);
    assertVerdict("improves accuracy", NEEDS_MORE_SEEDS, "against 93.00 % (Model 3)");

    single(0.93, 0.989, 0.99);
    assertVerdict("improves accuracy", DOES_NOT_HOLD, "against 99.00 % (Model 3)");
  }

  @Test
  void leavesTheSizeOfTheBoostToSeveralSeeds() {
    assertThat(Findings.boost(seeds(0.9939), seeds(0.9447))).isEqualTo(NEEDS_MORE_SEEDS);
    assertThat(Findings.boost(seeds(0.93), seeds(0.9939))).isEqualTo(DOES_NOT_HOLD);
    assertThat(Findings.boost(seeds(.993, .994, .995), seeds(.943, .944, .945))).isEqualTo(HOLDS);
    assertThat(Findings.boost(seeds(.993, .994, .995), seeds(.923, .924, .925)))
        .isEqualTo(DOES_NOT_HOLD);
    assertThat(Findings.boost(seeds(.993, .994, .995), seeds(.90, .93, .96)))
        .isEqualTo(NEEDS_MORE_SEEDS);
  }

  @Test
  void saysWhatTheBoostIsHereAndInTheDocument() throws IOException {
    single(0.993, 0.989, 0.93);

    // 99.48 % - 94.47 % in the note.
    assertVerdict("5 % accuracy boost", NEEDS_MORE_SEEDS, "+6.30 points", "+5.01");
  }

  @Test
  void callsConvergenceFasterAtHalfTheEpochs() {
    assertThat(Findings.faster(new double[] {1, 3}, new double[] {17})).isEqualTo(HOLDS);
    assertThat(Findings.faster(new double[] {1, 3}, new double[] {NEVER})).isEqualTo(HOLDS);
    assertThat(Findings.faster(new double[] {1, 9}, new double[] {17})).isEqualTo(NEEDS_MORE_SEEDS);
    assertThat(Findings.faster(new double[] {18, 19}, new double[] {17})).isEqualTo(DOES_NOT_HOLD);
    assertThat(Findings.faster(new double[] {NEVER}, new double[] {NEVER}))
        .isEqualTo(NEEDS_MORE_SEEDS);
  }

  @Test
  void countsWhatHappensInAnEpochOverTheSeeds() {
    Estimate few = seeds(0.991, 0.9905);
    Estimate enough = seeds(0.991, 0.9905, 0.9892);

    assertThat(Findings.inSeeds(2, few, 0.99)).isEqualTo(NEEDS_MORE_SEEDS);
    assertThat(Findings.inSeeds(3, enough, 0.99)).isEqualTo(HOLDS);
    assertThat(Findings.inSeeds(2, enough, 0.99)).isEqualTo(MIXED);
    assertThat(Findings.inSeeds(0, enough, 0.99)).isEqualTo(DOES_NOT_HOLD);
    assertThat(Findings.inSeeds(0, seeds(0.95), 0.99)).isEqualTo(DOES_NOT_HOLD);
  }

  @Test
  void findsWhenModel1ReachesAndLeaves99() throws IOException {
    double[] late = new double[20];
    Arrays.fill(late, 0.98);
    late[4] = 0.995;
    for (int seed = 1; seed <= 3; seed++) {
      model(1).testAccuracies(late).seed(seed).write(results);
    }

    assertVerdict(
        "by epoch 4", DOES_NOT_HOLD, "First epoch at 99 %: 5", "98.00 ± 0.00 %", "0 of 3 seeds");
    assertVerdict("from epoch 6", DOES_NOT_HOLD, "98.00 ± 0.00 %", "0 of 3 seeds");

    Arrays.fill(late, 3, 20, 0.996);
    for (int seed = 1; seed <= 3; seed++) {
      model(1).testAccuracies(late).seed(seed).write(results);
    }

    assertVerdict("by epoch 4", HOLDS, "First epoch at 99 %: 4", "3 of 3 seeds");
    assertVerdict("from epoch 6", HOLDS, "99.60 ± 0.00 %", "3 of 3 seeds");
  }

  @Test
  void asksForMoreSeedsWhereDropoutCostsTenthsOfAPercent() throws IOException {
    single(0.994, 0.989, 0.93);
    assertVerdict("Dropout hinders", NEEDS_MORE_SEEDS, "+0.50 points");

    single(0.994, 0.95, 0.93);
    assertVerdict("Dropout hinders", HOLDS, "+4.40 points");

    single(0.95, 0.994, 0.93);
    assertVerdict("Dropout hinders", DOES_NOT_HOLD, "−4.40 points");
  }

  @Test
  void findsAPublishedAccuracyAgainWithinChance() {
    Span figure = new Span(0.9948, 0.9948);

    assertThat(Findings.agreement(seeds(0.9948), figure)).isEqualTo(HOLDS);
    assertThat(Findings.agreement(seeds(0.9939), figure)).isEqualTo(HOLDS);
    assertThat(Findings.agreement(seeds(0.991), figure)).isEqualTo(NEEDS_MORE_SEEDS);
    assertThat(Findings.agreement(seeds(0.98), figure)).isEqualTo(DOES_NOT_HOLD);
    assertThat(Findings.agreement(seeds(0.991, 0.9912, 0.9908), figure)).isEqualTo(DOES_NOT_HOLD);
  }

  @Test
  void findsAPublishedRangeAgainWithinIt() {
    Span range = new Span(0.985, 0.99);

    assertThat(Findings.agreement(seeds(0.9893), range)).isEqualTo(HOLDS);
    assertThat(Findings.agreement(seeds(0.9905), range)).isEqualTo(HOLDS);
    assertThat(Findings.agreement(seeds(0.9935), range)).isEqualTo(NEEDS_MORE_SEEDS);
    assertThat(Findings.agreement(seeds(0.96), range)).isEqualTo(DOES_NOT_HOLD);
  }

  @Test
  void countsTheParametersOfEveryRun() throws IOException {
    model(1).endsAt(0.99).write(results);
    assertVerdict("7,784 parameters", HOLDS, "Counted: 7,784.");

    model(2)
        .endsAt(0.99)
        .change(
            json -> {
              json.put("parameters", 7785);
              ((ObjectNode) json.get("network").get(0)).put("parameters", 7595);
            })
        .write(results);
    assertVerdict("7,784 parameters", DOES_NOT_HOLD, "Counted: 7,784 and 7,785.");
  }

  @Test
  void saysThatNothingHereTestsTheRegularization() throws IOException {
    model(1).endsAt(0.99).write(results);
    assertVerdict(
        "Label smoothing and BatchNorm",
        NOT_MEASURED,
        "No run here is trained without label smoothing.",
        "No run here is trained without BatchNorm.");

    new SampleRun("unsmoothed")
        .change(json -> SampleRun.experiment(json).put("label_smoothing", 0))
        .write(results);
    assertVerdict(
        "Label smoothing and BatchNorm",
        NOT_MEASURED,
        "Trained without label smoothing: `unsmoothed`",
        "No run here is trained without BatchNorm.");
  }

  @Test
  void judgesTheModelAsTheDocumentStatesItNotAnAugmentedOne() throws IOException {
    model(1).endsAt(0.99).write(results);
    new SampleRun("augmented")
        .published("model-1")
        .endsAt(0.995)
        .change(SampleRun::augment)
        .write(results);

    assertVerdict("Model 1: expect", NEEDS_MORE_SEEDS, "99.00 % after the last epoch");
  }

  @Test
  void doesNotJudgeAModelThatWasNotRun() throws IOException {
    model(1).endsAt(0.99).write(results);

    assertVerdict("Dropout hinders", NOT_MEASURED, "No run of Model 2.");
    assertVerdict("Model 3 ends", NOT_MEASURED, "No run of Model 3.");
  }

  @Test
  void doesNotJudgeARunOfAnotherLength() throws IOException {
    model(1).testAccuracies(0.97).write(results);

    assertVerdict("Model 1 ends", NOT_MEASURED, "Model 1 was trained for 1 epoch here, for 20 in");
  }

  @Test
  void doesNotJudgeRunsOnOtherData() throws IOException {
    model(1)
        .endsAt(0.99)
        .change(json -> ((ObjectNode) json.get("data")).put("name", "Fashion"))
        .write(results);

    assertVerdict("Model 1 ends", NOT_MEASURED, "The data is not MNIST.");
  }

  private void single(double model1, double model2, double model3) throws IOException {
    model(1).endsAt(model1).write(results);
    model(2).endsAt(model2).write(results);
    model(3).endsAt(model3).write(results);
  }

  private static SampleRun model(int number) {
    return new SampleRun("run-" + number).published("model-" + number);
  }

  private static Estimate seeds(double... accuracies) {
    return Estimate.of(accuracies, 10_000);
  }

  private void assertVerdict(String claim, Verdict verdict, String... evidence) throws IOException {
    List<Finding> findings = Findings.of(ResultsFolder.read(results), Published.load());
    Finding finding =
        findings.stream().filter(each -> each.claim().contains(claim)).findFirst().orElseThrow();

    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(verdict);
    assertThat(finding.evidence().replace('\u00a0', ' ')).contains(evidence);
  }
}
