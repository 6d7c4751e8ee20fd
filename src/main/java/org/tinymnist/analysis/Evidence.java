package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinymnist.results.PairPlan;

/**
 * What the reference shows about the note.
 *
 * @param reproductions the note's models, Model 1 first
 * @param claims the note's claims
 * @param convergence the note's table of convergence
 * @param processors experiments with enough runs on two processors
 */
public record Evidence(
    List<Reproduction> reproductions,
    List<Claim> claims,
    List<Convergence> convergence,
    List<ProcessorCheck> processors) {

  /**
   * Returns what is shown.
   *
   * @param plan the planned pairs
   * @param pytorch the runs in PyTorch by model; each is named by its seed
   */
  static Evidence of(
      List<Series> series,
      List<Comparison> variants,
      Original original,
      List<PairPlan> plan,
      Map<String, List<TrainingCurve>> pytorch) {
    Models models = Models.of(series);
    Map<String, List<LogCheck>> checks = LogCheck.of(models, original);
    List<Reproduction> reproductions = new ArrayList<>();
    for (String model : original.models()) {
      Optional<Series> own = models.of(model);
      if (own.isPresent()) {
        List<Pairs> pairs =
            plan.stream()
                .filter(each -> each.model().equals(model))
                .map(
                    each ->
                        Pairs.of(each, own.get().curves(), pytorch.getOrDefault(model, List.of())))
                .toList();
        reproductions.add(Reproduction.of(model, models, original, checks, pairs));
      }
    }
    reproductions.sort(Comparator.comparing(Reproduction::model));
    return new Evidence(
        reproductions,
        ClaimRules.of(models, original, variants),
        Convergence.of(models, original),
        series.stream().flatMap(each -> ProcessorCheck.of(each).stream()).toList());
  }

  /** Returns whether every planned pair is there. */
  public boolean isComplete() {
    return reproductions.stream()
        .flatMap(each -> each.pairs().stream())
        .allMatch(Pairs::isComplete);
  }
}
