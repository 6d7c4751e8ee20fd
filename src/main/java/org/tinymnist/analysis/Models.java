package org.tinymnist.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.tinymnist.experiment.Recipe;

/**
 * The series that can be held against the original.
 *
 * @param all as long as the original's, on MNIST
 */
record Models(List<Series> all) {

  /** Returns those of some series. */
  static Models of(List<Series> series) {
    return new Models(series.stream().filter(Series::isComparable).toList());
  }

  /**
   * Returns the series that stands for a model of the note: of those that say so and vary no other
   * experiment, the one with the most seeds.
   */
  Optional<Series> of(String model) {
    return all.stream()
        .filter(each -> each.experiment().published().equals(Optional.of(model)))
        .filter(each -> each.experiment().variantOf().isEmpty())
        .max(Comparator.comparingInt(each -> each.runs().size()));
  }

  /**
   * Returns the series whose recipe differs from a model's in just some settings.
   *
   * @param recipe what else has to hold of it
   */
  Optional<Series> variant(String model, Set<Setting> differing, Predicate<Recipe> recipe) {
    return of(model)
        .flatMap(
            base ->
                all.stream()
                    .filter(each -> recipe.test(each.experiment().recipe()))
                    .filter(
                        each ->
                            Setting.differences(
                                    each.experiment().recipe(), base.experiment().recipe())
                                .equals(differing))
                    .max(Comparator.comparingInt(each -> each.runs().size())));
  }
}
