package org.tinymnist.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Misclassified;

/**
 * The test images that most seeds of an experiment get wrong.
 *
 * @param seeds how many there are
 * @param images those that more than half of them get wrong, most votes first
 */
record Votes(int seeds, List<Image> images) {

  /**
   * An image and what the seeds that get it wrong take it for.
   *
   * @param predictions how often each digit, the most frequent first
   */
  record Image(int index, int label, int wrong, List<Map.Entry<Integer, Long>> predictions) {}

  private static final int MOST = 60;

  static Votes of(Series series) {
    int seeds = series.runs().size();
    Map<Integer, List<Misclassified>> errors =
        series.runs().stream()
            .flatMap(run -> run.errors().stream())
            .collect(
                Collectors.groupingBy(Misclassified::index, TreeMap::new, Collectors.toList()));
    List<Image> images =
        errors.values().stream()
            .filter(votes -> 2 * votes.size() > seeds)
            .map(Votes::image)
            .sorted(Comparator.comparingInt(Image::wrong).reversed())
            .limit(MOST)
            .toList();
    return new Votes(seeds, images);
  }

  private static Image image(List<Misclassified> votes) {
    Map<Integer, Long> predictions =
        votes.stream()
            .collect(
                Collectors.groupingBy(
                    Misclassified::predicted, TreeMap::new, Collectors.counting()));
    List<Map.Entry<Integer, Long>> frequent =
        predictions.entrySet().stream()
            .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
            .toList();
    return new Image(votes.get(0).index(), votes.get(0).label(), votes.size(), frequent);
  }

  /** Returns whether there is more than one seed to vote. */
  boolean areCast() {
    return seeds > 1 && !images.isEmpty();
  }

  /** Returns the images with their label, and the votes for other digits. */
  List<Digits.Cell> cells() {
    return images.stream()
        .map(
            image ->
                new Digits.Cell(
                    image.index,
                    image.label
                        + " → "
                        + image.predictions.stream()
                            .limit(2)
                            .map(vote -> vote.getKey().toString())
                            .collect(Collectors.joining(", ")),
                    image.predictions.stream()
                            .limit(2)
                            .map(vote -> vote.getValue().toString())
                            .collect(Collectors.joining(" + "))
                        + " of "
                        + seeds))
        .toList();
  }
}
