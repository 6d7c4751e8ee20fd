package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.report.Comparison.Errors;
import org.tinymnist.report.Results.Series;

class ComparisonTest {
  @TempDir Path results;

  @Test
  void comparesSeedBySeed() throws IOException {
    write("a", .994, .991, .995, .993);
    write("b", .993, .990, .993, .992);
    Comparison comparison = compare("a", "b");

    // scipy.stats.ttest_rel(a, b): mean difference 0.00125, pvalue, confidence_interval().
    assertThat(comparison.mean()).isCloseTo(0.00125, within(1e-12));
    assertThat(comparison.p()).isCloseTo(0.01539243807, within(1e-6));
    assertThat(comparison.low()).isCloseTo(0.0004543884237, within(1e-9));
    assertThat(comparison.high()).isCloseTo(0.002045611576, within(1e-9));
  }

  @Test
  void comparesTheSeedsThatBothHave() throws IOException {
    write("a", .994, .991, .995, .993);
    write("b", .993, .990, .993);
    assertThat(compare("a", "b").difference().seeds()).isEqualTo(3);
  }

  @Test
  void needsThreeSeedsOfBoth() throws IOException {
    write("a", .994, .991, .995, .993);
    write("b", .993, .990);
    assertThat(Comparison.ofAccuracy(series("a"), series("b"))).isEmpty();
  }

  @Test
  void takesTheSameForNoDifference() throws IOException {
    write("a", .994, .991, .995);
    write("b", .994, .991, .995);
    assertThat(compare("a", "b").p()).isEqualTo(1);
    assertThat(compare("a", "b").isNegligible()).isTrue();
  }

  @Test
  void callsADifferenceNegligibleOnlyIfAllOfItsIntervalIs() throws IOException {
    write("a", .994, .991, .995);
    write("b", .993, .990, .993);
    assertThat(compare("a", "b").isNegligible()).isFalse();
  }

  @Test
  void testsWhichOfTwoModelsErrsMoreOften() {
    // scipy.stats.binomtest(10, 12).pvalue, and (3, 8).
    assertThat(new Errors(10, 2, 40).p()).isCloseTo(0.03857421875, within(1e-9));
    assertThat(new Errors(3, 5, 0).p()).isCloseTo(0.7265625, within(1e-9));
    assertThat(new Errors(0, 0, 60).p()).isEqualTo(1);
  }

  @Test
  void countsTheImagesThatOnlyOneGetsWrong() throws IOException {
    // Runs err on the first images: 10 and 6 of them.
    write("a", .990);
    write("b", .994);

    assertThat(Errors.of(series("a").first(), series("b").first())).isEqualTo(new Errors(4, 0, 6));
    assertThat(Errors.of(series("b").first(), series("a").first())).isEqualTo(new Errors(0, 4, 6));
  }

  @Test
  void correctsForTheNumberOfTests() {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    assertThat(Comparison.holm(0.01, 0.04, 0.03, 0.005)).containsExactly(0.03, 0.06, 0.06, 0.02);
    assertThat(Comparison.holm(0.04)).containsExactly(0.04);
    assertThat(Comparison.holm(0.9, 0.9)).containsExactly(1, 1);
    assertThat(Comparison.holm()).isEmpty();
  }

  private void write(String name, double... accuracies) throws IOException {
    for (int i = 0; i < accuracies.length; i++) {
      new SampleRun(name).endsAt(accuracies[i]).seed(i + 1).write(results);
    }
  }

  private Comparison compare(String first, String second) throws IOException {
    return Comparison.ofAccuracy(series(first), series(second)).orElseThrow();
  }

  private Series series(String name) throws IOException {
    List<Series> all = ResultsFolder.read(results).series();
    return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
