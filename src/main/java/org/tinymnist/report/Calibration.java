package org.tinymnist.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Bin;

/**
 * How sure an experiment's models are, and how often they are right.
 *
 * @param series the experiment
 * @param bins over all its seeds
 * @param error the expected calibration error of a model, over the seeds
 */
record Calibration(Series series, List<Bin> bins, Estimate error) {
  /** Bins with fewer images say nothing of a fraction. */
  static final int FEWEST_IMAGES = 30;

  /** Returns the calibration of an experiment whose runs all have one. */
  static Optional<Calibration> of(Series series) {
    if (!series.runs().stream().allMatch(run -> run.calibration().isPresent())) {
      return Optional.empty();
    }
    List<Bin> bins = new ArrayList<>();
    int last =
        series.runs().stream()
            .flatMap(run -> run.calibration().orElseThrow().stream())
            .mapToInt(Bin::number)
            .max()
            .orElseThrow();
    for (int number = 1; number <= last; number++) {
      int images = 0;
      double confidence = 0;
      double correct = 0;
      for (RunResult run : series.runs()) {
        for (Bin bin : run.calibration().orElseThrow()) {
          if (bin.number() == number) {
            images += bin.images();
            confidence += bin.images() * bin.confidence();
            correct += bin.images() * bin.accuracy();
          }
        }
      }
      if (images > 0) {
        bins.add(new Bin(number, images, confidence / images, correct / images));
      }
    }
    return Optional.of(new Calibration(series, bins, series.estimate(Calibration::error)));
  }

  /**
   * Returns the expected calibration error: the distance of confidence and accuracy, weighted by
   * the images (Guo et al., "On Calibration of Modern Neural Networks", 2017).
   */
  private static double error(RunResult run) {
    double images = run.json().data().testImages();
    return run.calibration().orElseThrow().stream()
        .mapToDouble(bin -> bin.images() / images * Math.abs(bin.accuracy() - bin.confidence()))
        .sum();
  }

  /** Returns the bins with enough images to be drawn. */
  List<Bin> shown() {
    return bins.stream().filter(bin -> bin.images() >= FEWEST_IMAGES).toList();
  }

  /** Returns the mean probability of the predictions. */
  double confidence() {
    int images = bins.stream().mapToInt(Bin::images).sum();
    return bins.stream().mapToDouble(bin -> bin.images() * bin.confidence()).sum() / images;
  }
}
