package org.tinymnist.analysis;

import java.util.List;
import java.util.Optional;

/**
 * What the band of a model cannot tell from it: another recipe.
 *
 * @param series the other recipe's runs
 * @param inside how many of them are inside the model's band
 * @param fitsLogs whether the logs of the model are inside the other recipe's band too
 */
public record OtherRecipe(Series series, long inside, boolean fitsLogs) {

  /** Returns the recipes that the band of a model, or the logs, do not tell from it. */
  static List<OtherRecipe> of(Series model, List<TrainingCurve> logs, Models models) {
    Optional<Band> band = Band.of(model.curves());
    return models.all().stream()
        .filter(series -> !series.equals(model) && band.isPresent())
        .map(series -> of(series, logs, band.orElseThrow()))
        .filter(other -> other.inside > 0 || other.fitsLogs)
        .toList();
  }

  private static OtherRecipe of(Series series, List<TrainingCurve> logs, Band band) {
    return new OtherRecipe(
        series,
        series.curves().stream().filter(run -> band.check(run).isInside()).count(),
        Band.of(series.curves())
            .map(own -> logs.stream().allMatch(log -> own.check(log).isInside()))
            .orElse(false));
  }
}
