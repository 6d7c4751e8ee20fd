package org.tinymnist.results;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tinymnist.data.DataSet;

/**
 * The {@link DataSet} of a run.
 *
 * @param testLabelCounts number of test images per label, {@code [10]}
 */
public record DataSummary(
    String name,
    int trainImages,
    int testImages,
    List<Integer> testLabelCounts,
    Map<String, String> sha256) {

  public DataSummary {
    testLabelCounts = List.copyOf(testLabelCounts);
    sha256 = new TreeMap<>(sha256);
  }

  public static DataSummary of(DataSet data) {
    return new DataSummary(
        data.name(),
        data.train().count(),
        data.test().count(),
        Arrays.stream(data.test().labelCounts()).boxed().toList(),
        data.sha256());
  }
}
