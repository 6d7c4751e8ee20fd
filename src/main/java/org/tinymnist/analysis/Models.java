package org.tinymnist.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The series that are comparable with the original: as many epochs, on MNIST. */
record Models(List<Series> all) {

  static Models of(List<Series> series) {
    return new Models(series.stream().filter(Series::isComparable).toList());
  }

  /**
   * Returns the series of a model of the note: of the experiments that name it and are no variants,
   * the one with the most seeds.
   */
  Optional<Series> of(String model) {
    Stream<Series> bases = all.stream().filter(each -> each.experiment().variantOf().isEmpty());
    return most(bases.filter(each -> each.experiment().published().equals(Optional.of(model))));
  }

  /** Returns the series of an experiment; with the most seeds if there are several. */
  Optional<Series> named(String experiment) {
    return most(all.stream().filter(each -> each.name().equals(experiment)));
  }

  private static Optional<Series> most(Stream<Series> series) {
    return series.max(Comparator.comparingInt(each -> each.runs().size()));
  }
}
