package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunResult;

/**
 * The test images that the final models of an experiment misclassify.
 *
 * @param images misclassified by any seed, sorted by the number of seeds, then by probability
 */
public record Mistakes(Series series, List<Image> images) {

  /**
   * A misclassified image.
   *
   * @param index its position in the test set, from 0
   * @param predicted the most frequent wrong prediction
   * @param seeds how many seeds misclassify it
   * @param probability the mean probability of the wrong predictions
   */
  public record Image(int index, int label, int predicted, int seeds, double probability) {

    static Image of(List<Misclassified> same) {
      Map<Integer, Integer> votes = new TreeMap<>();
      same.forEach(each -> votes.merge(each.predicted(), 1, Integer::sum));
      int predicted =
          votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      return new Image(
          same.get(0).index(),
          same.get(0).label(),
          predicted,
          same.size(),
          same.stream().mapToDouble(Misclassified::probability).average().orElseThrow());
    }
  }

  static Mistakes of(Series series) {
    Map<Integer, List<Misclassified>> byImage = new TreeMap<>();
    for (RunResult run : series.runs()) {
      for (Misclassified each : run.misclassified()) {
        byImage.computeIfAbsent(each.index(), index -> new ArrayList<>()).add(each);
      }
    }
    return new Mistakes(
        series,
        byImage.values().stream()
            .map(Image::of)
            .sorted(
                Comparator.comparingInt(Image::seeds)
                    .thenComparingDouble(Image::probability)
                    .reversed()
                    .thenComparingInt(Image::index))
            .toList());
  }

  /** Returns how many images every seed misclassifies. */
  public long byAll() {
    return images.stream().filter(image -> image.seeds() == series.runs().size()).count();
  }
}
