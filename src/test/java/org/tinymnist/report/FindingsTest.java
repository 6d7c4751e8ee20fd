package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tinymnist.report.Verdict.DOES_NOT_HOLD;
import static org.tinymnist.report.Verdict.HOLDS;
import static org.tinymnist.report.Verdict.HOLDS_IN_PART;
import static org.tinymnist.report.Verdict.NOT_MEASURED;
import static org.tinymnist.report.Verdict.OPEN;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.report.Findings.Finding;
import org.tinymnist.report.Findings.Outcome;
import org.tinymnist.report.Published.Span;
import org.tinymnist.report.Results.Series;

class FindingsTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  @TempDir Path results;

  @Test
  void judgesTheImprovementByAllThreeModels() throws IOException {
    single(0.993, 0.989, 0.93);
    assertVerdict("improves accuracy", HOLDS, "93.00 % → 98.90 % and 99.30 %");

    single(0.993, 0.935, 0.93);
    assertVerdict("improves accuracy", OPEN, "93.00 % → 93.50 %", "It takes 3 seeds.");

    single(0.93, 0.989, 0.99);
    assertVerdict("improves accuracy", DOES_NOT_HOLD, "99.00 % → ");
  }

  @Test
  void judgesTheImprovementOfManySeedsByTheWeakerTest() throws IOException {
    model(1, .993, .994, .992, .993, .995);
    model(2, .988, .989, .990, .987, .988);
    model(3, .93, .94, .92, .95, .93);
    assertVerdict("improves accuracy", HOLDS, "Gains of +5.44 [", "] and +5.94 [", "(*p* 0.0");

    model(2, .93, .94, .93, .95, .93);
    assertVerdict("improves accuracy", OPEN, "(*p* 1.000)");

    model(2, .90, .91, .89, .92, .90);
    assertVerdict("improves accuracy", DOES_NOT_HOLD, "Gains of −3.00 [");
  }

  @Test
  void judgesTheSizeOfTheBoostByItsInterval() throws IOException {
    single(0.993, 0.989, 0.93);
    // 99.48 % - 94.47 % in the note.
    assertVerdict("5 % accuracy boost", OPEN, "+6.30 points", "It takes 3 seeds.");
    assertThat(finding("5 % accuracy boost").published()).isEqualTo("+5.01 points");

    single(0.93, 0.989, 0.993);
    assertVerdict("5 % accuracy boost", DOES_NOT_HOLD, "−6.30 points");

    model(1, .993, .994, .992);
    model(3, .943, .944, .942);
    assertVerdict("5 % accuracy boost", HOLDS, "+5.00 [+5.00, +5.00] points", "room for 5 points");

    model(3, .923, .924, .922);
    assertVerdict("5 % accuracy boost", HOLDS_IN_PART, "+7.00 [", "not of 5 points");

    model(3, .90, .96, .99);
    assertVerdict("5 % accuracy boost", OPEN);

    model(3, .996, .997, .995);
    assertVerdict("5 % accuracy boost", DOES_NOT_HOLD, "−0.30 [");
  }

  @Test
  void callsConvergenceFasterAtHalfTheEpochs() {
    assertThat(Findings.faster(new double[] {1, 3}, new double[] {17})).isEqualTo(HOLDS);
    assertThat(Findings.faster(new double[] {1, 3}, new double[] {NEVER})).isEqualTo(HOLDS);
    assertThat(Findings.faster(new double[] {1, 9}, new double[] {17})).isEqualTo(OPEN);
    assertThat(Findings.faster(new double[] {18, 19}, new double[] {17})).isEqualTo(DOES_NOT_HOLD);
    assertThat(Findings.faster(new double[] {NEVER}, new double[] {NEVER})).isEqualTo(OPEN);
  }

  @Test
  void countsWhatHappensInAnEpochOverTheSeeds() {
    Estimate few = seeds(0.991, 0.9905);
    Estimate enough = seeds(0.991, 0.9905, 0.9892);

    assertThat(Findings.inSeeds(2, few, 0.99)).isEqualTo(OPEN);
    assertThat(Findings.inSeeds(3, enough, 0.99)).isEqualTo(HOLDS);
    assertThat(Findings.inSeeds(2, enough, 0.99)).isEqualTo(HOLDS_IN_PART);
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
        "by epoch 4", DOES_NOT_HOLD, "first at 99 % in epoch 5", "98.00 ± 0.00 %", "0 of 3 seeds");
    assertVerdict("from epoch 6", DOES_NOT_HOLD, "98.00 ± 0.00 %", "0 of 3 seeds");

    Arrays.fill(late, 3, 20, 0.996);
    for (int seed = 1; seed <= 3; seed++) {
      model(1).testAccuracies(late).seed(seed).write(results);
    }

    assertVerdict("by epoch 4", HOLDS, "first at 99 % in epoch 4", "3 of 3 seeds");
    assertVerdict("from epoch 6", HOLDS, "99.60 ± 0.00 %", "3 of 3 seeds");
  }

  @Test
  void asksForMoreSeedsWhereDropoutCostsTenthsOfAPercent() throws IOException {
    single(0.994, 0.989, 0.93);
    assertVerdict("Dropout hinders", OPEN, "99.40 % → 98.90 %", "It takes 3 seeds.");

    single(0.994, 0.95, 0.93);
    assertVerdict("Dropout hinders", HOLDS, "99.40 % → 95.00 %", "Too clear");

    single(0.95, 0.994, 0.93);
    assertVerdict("Dropout hinders", DOES_NOT_HOLD, "95.00 % → 99.40 %");
  }

  @Test
  void findsTenthsOfAPercentOverManySeeds() throws IOException {
    model(1, .994, .993, .994, .995, .994);
    model(2, .989, .990, .989, .990, .988);
    assertVerdict("Dropout hinders", HOLDS, "+0.48 [", "] points without it. (*p* 0.0");

    model(2, .999, .998, .999, .999, .999);
    assertVerdict("Dropout hinders", DOES_NOT_HOLD, "−0.48 [");

    model(2, .994, .993, .994, .995, .994);
    assertVerdict("Dropout hinders", DOES_NOT_HOLD, "0.00 [0.00, 0.00]", "(*p* 1.000)");

    model(2, .990, .996, .993, .991, .997);
    assertVerdict("Dropout hinders", OPEN);
  }

  @Test
  void findsAPublishedAccuracyAgainWithinChance() {
    Span figure = new Span(0.9948, 0.9948);

    assertEnd(HOLDS, figure, 0.9948);
    assertEnd(HOLDS, figure, 0.9944);
    assertEnd(OPEN, figure, 0.991);
    assertEnd(DOES_NOT_HOLD, figure, 0.98);
    assertEnd(HOLDS, figure, 0.9942, 0.9938, 0.9946);
    assertEnd(DOES_NOT_HOLD, figure, 0.991, 0.9912, 0.9908);
  }

  @Test
  void findsAPublishedRangeAgainWithinIt() {
    Span range = new Span(0.985, 0.99);

    assertEnd(HOLDS, range, 0.9893);
    assertEnd(HOLDS, range, 0.9905);
    assertEnd(OPEN, range, 0.9935);
    assertEnd(DOES_NOT_HOLD, range, 0.96);
    assertEnd(DOES_NOT_HOLD, range, 0.9922, 0.992, 0.9921);
  }

  @Test
  void judgesTrainAccuraciesToo() throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      model(1).endsAt(0.994).trainAccuracy(0.998 + 0.0001 * seed).seed(seed).write(results);
    }
    // Published: 99.15 %.
    assertVerdict("99.15 % train accuracy", DOES_NOT_HOLD, "99.82 [", "+0.67 points");

    for (int seed = 1; seed <= 3; seed++) {
      model(1).endsAt(0.994).trainAccuracy(0.991 + 0.0002 * seed).seed(seed).write(results);
    }
    assertVerdict("99.15 % train accuracy", HOLDS, "99.14 [");
  }

  @Test
  void expectsWhatTheMeanReaches() throws IOException {
    model(1, .996, .997, .996, .998);
    assertVerdict("Model 1: expect", HOLDS, "4 of 4 seeds");

    model(1, .991, .992, .991, .990);
    assertVerdict("Model 1: expect", DOES_NOT_HOLD, "0 of 4 seeds");

    model(1, .993, .995, .992, .994);
    assertVerdict("Model 1: expect", HOLDS_IN_PART, "99.35 [", "2 of 4 seeds");

    model(1, .940, .980, .990, .960);
    assertVerdict("Model 1: expect", OPEN, "0 of 4 seeds");
  }

  @Test
  void comparesCosineWithLinearAnnealing() throws IOException {
    oneCycle("cos", 0, .994, .993, .994, .995);
    assertVerdict("cosine annealing", NOT_MEASURED, "anneals in another way");

    variant("linear", json -> oneCycle(json, "linear", 0), .990, .989, .990, .991);
    assertVerdict("cosine annealing", HOLDS, "+0.40 [", "over linear annealing");

    variant("linear", json -> oneCycle(json, "linear", 0), .998, .997, .998, .999);
    assertVerdict("cosine annealing", DOES_NOT_HOLD, "−0.40 [");

    variant("linear", json -> oneCycle(json, "linear", 0), .994, .993, .994, .995);
    assertVerdict("cosine annealing", HOLDS_IN_PART, "0.00 [", "no better and no worse");

    variant("linear", json -> oneCycle(json, "linear", 0), .990, .999, .994, .991);
    assertVerdict("cosine annealing", OPEN);
  }

  @Test
  void findsTheMomentumThatIsNotMentioned() throws IOException {
    oneCycle("cos", 0.9, .994, .993, .994);
    assertVerdict("SGD without momentum", NOT_MEASURED, "No run here is Model 1 without momentum");

    // All epochs alike, so epoch 1 is far from the published 97.11 %.
    variant("literal", json -> oneCycle(json, "cos", 0), .992, .991, .992);
    assertVerdict("SGD without momentum", DOES_NOT_HOLD, "99.17 ± 0.06 % after epoch 1");

    literal(.970, .971, .972);
    assertVerdict("SGD without momentum", HOLDS, "97.10 ± 0.10 % after epoch 1");

    // Alone the test would find a difference, corrected it does not.
    literal(.9529, .955, .9571);
    assertVerdict("SGD without momentum", OPEN, "95.50 ± 0.21 % after epoch 1");

    literal(.7, .701, .702);
    assertVerdict("SGD without momentum", DOES_NOT_HOLD, "70.10 ± 0.10 % after epoch 1");
  }

  /** Runs without momentum, with these accuracies in epoch 1 and Model 1's in the others. */
  private void literal(double... first) throws IOException {
    for (int i = 0; i < first.length; i++) {
      double[] accuracies = new double[20];
      Arrays.fill(accuracies, 0.994 + 0.001 * i);
      accuracies[0] = first[i];
      new SampleRun("literal")
          .testAccuracies(accuracies)
          .seed(i + 1)
          .variantOf("run-1")
          .change(json -> oneCycle(json, "cos", 0))
          .write(results);
    }
  }

  @Test
  void asksWhetherOtherRegularizationHelps() throws IOException {
    model(1, .990, .991, .990, .989);
    assertVerdict("Label smoothing and BatchNorm", NOT_MEASURED, "No run here adds dropout");

    variant("augmented", SampleRun::augment, .994, .995, .994, .993);
    assertVerdict("Label smoothing and BatchNorm", DOES_NOT_HOLD, "+0.40 [", "with `augmented`");

    variant("augmented", SampleRun::augment, .986, .987, .986, .985);
    assertVerdict("Label smoothing and BatchNorm", HOLDS, "−0.40 [");

    variant("augmented", SampleRun::augment, .986, .997, .990, .985);
    assertVerdict("Label smoothing and BatchNorm", OPEN);

    variant(
        "unsmoothed",
        json -> SampleRun.experiment(json).put("label_smoothing", 0),
        .988,
        .989,
        .988,
        .987);
    assertVerdict(
        "Label smoothing and BatchNorm", OPEN, "Without label smoothing: −0.20 [−0.20, −0.20]");
  }

  /** Alone, the gain has p = 0.0351; with 15 others that find less it is no finding. */
  @Test
  void correctsForTheNumberOfTests() throws IOException {
    model(1, .994, .996, .995, .999);
    model(2, .991, .992, .994, .996);
    model(3, .91, .93, .98, .95);
    assertThat(Comparison.ofAccuracy(series("run-1"), series("run-2")).orElseThrow().p())
        .isLessThan(Findings.LEVEL);

    assertVerdict("Dropout hinders", OPEN);
  }

  @Test
  void countsTheParametersOfEveryRun() throws IOException {
    model(1).endsAt(0.99).write(results);
    assertVerdict("7,784 parameters", HOLDS, "7,784");

    model(2)
        .endsAt(0.99)
        .change(
            json -> {
              json.put("parameters", 7785);
              ((ObjectNode) json.get("network").get(0)).put("parameters", 7595);
            })
        .write(results);
    assertVerdict("7,784 parameters", DOES_NOT_HOLD, "7,784 and 7,785");
  }

  @Test
  void judgesTheModelAsTheDocumentStatesItNotAnAugmentedOne() throws IOException {
    model(1).endsAt(0.99).write(results);
    new SampleRun("augmented")
        .published("model-1")
        .endsAt(0.995)
        .change(SampleRun::augment)
        .write(results);

    assertVerdict("Model 1: expect", OPEN, "99.00 %");
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

  /** A run of the model with each of these test accuracies, from seed 1 on. */
  private void model(int number, double... accuracies) throws IOException {
    for (int i = 0; i < accuracies.length; i++) {
      model(number).endsAt(accuracies[i]).seed(i + 1).write(results);
    }
  }

  private void oneCycle(String anneal, double momentum, double... accuracies) throws IOException {
    for (int i = 0; i < accuracies.length; i++) {
      model(1)
          .endsAt(accuracies[i])
          .seed(i + 1)
          .change(json -> oneCycle(json, anneal, momentum))
          .write(results);
    }
  }

  private static void oneCycle(ObjectNode json, String anneal, double momentum) {
    SampleRun.experiment(json)
        .putObject("schedule")
        .putObject("one_cycle")
        .put("max_lr", 0.05)
        .put("pct_start", 0.2)
        .put("div_factor", 10)
        .put("final_div_factor", 100)
        .put("anneal", anneal)
        .put("cycle_momentum", false)
        .put("momentum", momentum);
  }

  private void variant(String name, Consumer<ObjectNode> change, double... accuracies)
      throws IOException {
    for (int i = 0; i < accuracies.length; i++) {
      new SampleRun(name)
          .endsAt(accuracies[i])
          .seed(i + 1)
          .variantOf("run-1")
          .change(change)
          .write(results);
    }
  }

  private static Estimate seeds(double... accuracies) {
    return Estimate.of(accuracies, 10_000);
  }

  private Series series(String name) throws IOException {
    return ResultsFolder.read(results).series().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The verdict on a published figure if it is the only test. */
  private static void assertEnd(Verdict verdict, Span figure, double... accuracies) {
    Outcome outcome = Findings.end(seeds(accuracies), figure);
    boolean significant = outcome.p().orElse(1) < Findings.LEVEL;
    assertThat(significant ? outcome.significant() : outcome.otherwise()).isEqualTo(verdict);
  }

  private Finding finding(String claim) throws IOException {
    return Findings.of(ResultsFolder.read(results), Published.load()).stream()
        .filter(each -> each.claim().replace('\u00a0', ' ').contains(claim))
        .findFirst()
        .orElseThrow();
  }

  private void assertVerdict(String claim, Verdict verdict, String... evidence) throws IOException {
    Finding finding = finding(claim);

    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(verdict);
    for (String part : evidence) {
      assertThat((finding.measured() + " " + finding.evidence()).replace('\u00a0', ' '))
          .contains(part);
    }
  }
}
