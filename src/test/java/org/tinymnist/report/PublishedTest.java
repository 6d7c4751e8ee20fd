package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tinymnist.report.Published.Epoch;
import org.tinymnist.report.Published.Span;

/** Every number here is copied from the published note. */
class PublishedTest {
  private static final Span NEVER = new Span(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final Published published = Published.load();

  @Test
  void holdsTheDocumentsTablesWhole() {
    for (String model : List.of("model-1", "model-3")) {
      assertThat(published.table(model)).extracting(Epoch::number).hasSize(20).isSorted();
    }
    assertThat(published.table("model-1").get(0))
        .isEqualTo(new Epoch(1, 0.8097, 0.9711, OptionalDouble.empty(), OptionalDouble.empty()));
    assertThat(published.table("model-3").get(19))
        .isEqualTo(
            new Epoch(20, 0.8976, 0.9447, OptionalDouble.of(0.6811), OptionalDouble.of(0.5170)));
    assertThat(published.table("model-2")).isEmpty();
  }

  @Test
  void holdsTheDocumentsConvergenceTable() {
    assertThat(published.epochsTo("model-3", 90)).isEqualTo(new Span(17, 17));
    assertThat(published.epochsTo("model-3", 95)).isEqualTo(NEVER);
    assertThat(published.epochsTo("model-2", 90)).isEqualTo(new Span(8, 10));
    assertThat(published.epochsTo("model-2", 95)).isEqualTo(new Span(12, 14));
    assertThat(published.epochsTo("model-2", 99)).isEqualTo(NEVER);
    assertThat(published.epochsTo("model-1", 99)).isEqualTo(new Span(4, 4));
    assertThat(published.finalTestAccuracy("model-2")).isEqualTo(new Span(0.985, 0.99));
  }

  @Test
  void saysTheSameInBothTables() {
    for (String model : List.of("model-1", "model-3")) {
      List<Epoch> table = published.table(model);
      double last = table.get(19).testAccuracy();
      assertThat(published.finalTestAccuracy(model)).isEqualTo(new Span(last, last));
      for (int percent : new int[] {90, 95, 99}) {
        double first =
            table.stream()
                .filter(epoch -> epoch.testAccuracy() >= percent / 100.0)
                .mapToDouble(Epoch::number)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
        assertThat(published.epochsTo(model, percent).low()).isEqualTo(first);
      }
    }
  }
}
