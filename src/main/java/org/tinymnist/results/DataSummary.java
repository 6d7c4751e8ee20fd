package org.tinymnist.results;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tinymnist.data.DataSet;

/**
 * The data set of a run.
 *
 * @param name {@code MNIST} only if it is MNIST's own content
 * @param trainImages how many it was trained on
 * @param testImages how many it was measured on
 * @param testLabelCounts the same by label: {@code [10]}
 * @param sha256 of each file's content, by the file's name
 */
public record DataSummary(
    String name,
    int trainImages,
    int testImages,
    List<Integer> testLabelCounts,
    Map<String, String> sha256) {

  /** Copies the collections. */
  public DataSummary {
    testLabelCounts = List.copyOf(testLabelCounts);
    sha256 = new TreeMap<>(sha256);
  }

  /** Returns the summary of a data set. */
  public static DataSummary of(DataSet data) {
    return new DataSummary(
        data.name(),
        data.train().count(),
        data.test().count(),
        java.util.Arrays.stream(data.test().labelCounts()).boxed().toList(),
        data.sha256());
  }
}
