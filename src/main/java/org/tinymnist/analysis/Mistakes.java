package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunResult;

/**
 * What the runs of an experiment get wrong after the last epoch.
 *
 * @param series the experiment
 * @param images the images that any seed gets wrong: those of most seeds first, then the surest
 */
public record Mistakes(Series series, List<Image> images) {

  /**
   * An image that seeds get wrong.
   *
   * @param index its place in the test set, from 0
   * @param label what it shows
   * @param predicted what most of them see in it
   * @param seeds how many get it wrong
   * @param probability the mean of their probabilities for what they predict
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

  /** Returns the mistakes of a series. */
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

  /** Returns how many images every seed gets wrong. */
  public long byAll() {
    return images.stream().filter(image -> image.seeds() == series.runs().size()).count();
  }
}
