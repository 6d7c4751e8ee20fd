package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The simultaneous 95 % band of one more run: its whole course, every epoch and figure, lies within
 * in 95 of 100 cases.
 *
 * <p>Each value has the limits {@code mean ± c deviation sqrt(1 + 1/n)}, on the scale of {@link
 * Figure}, with one factor c for all (simultaneous prediction limits: Hahn and Meeker, "Statistical
 * Intervals", 1991). c is the 95 % quantile of the largest |t| of one more run after n, which is
 * simulated for normal values that are correlated as the runs' are (Hothorn, Bretz and Westfall,
 * "Simultaneous Inference in General Parametric Models", 2008). Few runs overstate how much their
 * values go together: the correlations are shrunk towards none (Schäfer and Strimmer, "A Shrinkage
 * Approach to Large-Scale Covariance Matrix Estimation", 2005).
 */
public final class Band {

  private static final double LEVEL = 0.95;
  private static final int SIMULATIONS = 4000;

  /** With more runs, c hardly falls any further. */
  private static final int MOST_SIMULATED = 50;

  /** A value without any deviation still rounds. */
  private static final double SMALLEST_DEVIATION = 1e-6;

  private final int runs;
  private final double[] mean;
  private final double[] error;
  private final double[] maxima;

  /**
   * A value outside the band.
   *
   * @param figure which
   * @param epoch from 1
   * @param above whether it is above the band; below otherwise
   */
  public record Outside(Figure figure, int epoch, boolean above) {}

  /**
   * A run held against the band.
   *
   * @param course the run
   * @param p the probability that one more run leaves the means as far in any of its values
   * @param outside its values outside the band; none if it lies within
   */
  public record Check(Course course, double p, List<Outside> outside) {

    /** Returns whether the whole course lies within the band. */
    public boolean isInside() {
      return outside.isEmpty();
    }
  }

  private Band(int runs, double[] mean, double[] error, double[] maxima) {
    this.runs = runs;
    this.mean = mean;
    this.error = error;
    this.maxima = maxima;
  }

  /**
   * Returns the band of some runs of the same length; empty for fewer than {@link Sample#ENOUGH}.
   */
  public static Optional<Band> of(List<Course> courses) {
    int runs = courses.size();
    if (runs < Sample.ENOUGH) {
      return Optional.empty();
    }
    double[][] values = courses.stream().map(Band::scaled).toArray(double[][]::new);
    int columns = values[0].length;
    double[] mean = new double[columns];
    double[] error = new double[columns];
    double[][] standard = new double[runs][columns];
    for (int k = 0; k < columns; k++) {
      int column = k;
      Sample sample = Sample.of(Arrays.stream(values).mapToDouble(run -> run[column]).toArray());
      double deviation = Math.max(sample.deviation(), SMALLEST_DEVIATION);
      mean[k] = sample.mean();
      error[k] = deviation * Math.sqrt(1 + 1.0 / runs);
      for (int i = 0; i < runs; i++) {
        standard[i][k] = (values[i][k] - mean[k]) / deviation;
      }
    }
    double[][] simulated = Arrays.copyOf(standard, Math.min(runs, MOST_SIMULATED));
    return Optional.of(new Band(runs, mean, error, maxima(simulated)));
  }

  private static double[] scaled(Course course) {
    int epochs = course.epochs().size();
    double[] values = new double[Figure.values().length * epochs];
    for (Figure figure : Figure.values()) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        values[index(figure, epoch, epochs)] = figure.toScale(course.at(figure, epoch));
      }
    }
    return values;
  }

  private static int index(Figure figure, int epoch, int epochs) {
    return figure.ordinal() * epochs + epoch - 1;
  }

  /** Returns the simulated largest |t|, in ascending order. */
  private static double[] maxima(double[][] standard) {
    double own = shrinkage(standard);
    Random random = new Random(1);
    double[] maxima = new double[SIMULATIONS];
    for (int i = 0; i < SIMULATIONS; i++) {
      maxima[i] = largestT(standard, own, random);
    }
    Arrays.sort(maxima);
    return maxima;
  }

  /** Draws as many runs as there are and one more, and returns how far that one leaves them. */
  private static double largestT(double[][] standard, double own, Random random) {
    int runs = standard.length;
    int columns = standard[0].length;
    double[] sum = new double[columns];
    double[] squares = new double[columns];
    for (int run = 0; run < runs; run++) {
      double[] drawn = draw(standard, own, random);
      for (int k = 0; k < columns; k++) {
        sum[k] += drawn[k];
        squares[k] += drawn[k] * drawn[k];
      }
    }
    double[] further = draw(standard, own, random);
    double largest = 0;
    for (int k = 0; k < columns; k++) {
      double variance = (squares[k] - sum[k] * sum[k] / runs) / (runs - 1);
      double t = Math.abs(further[k] - sum[k] / runs) / Math.sqrt(variance * (1 + 1.0 / runs));
      largest = Math.max(largest, t);
    }
    return largest;
  }

  /** Draws a run whose values are correlated as the given ones, but for each value's own part. */
  private static double[] draw(double[][] standard, double own, Random random) {
    double[] drawn = new double[standard[0].length];
    double shared = Math.sqrt((1 - own) / (standard.length - 1));
    for (double[] run : standard) {
      double weight = shared * random.nextGaussian();
      for (int k = 0; k < drawn.length; k++) {
        drawn[k] += weight * run[k];
      }
    }
    double alone = Math.sqrt(own);
    for (int k = 0; k < drawn.length; k++) {
      drawn[k] += alone * random.nextGaussian();
    }
    return drawn;
  }

  /** Returns by which share correlations are shrunk: Schäfer and Strimmer's table 2, target D. */
  static double shrinkage(double[][] standard) {
    int runs = standard.length;
    int columns = standard[0].length;
    double variances = 0;
    double correlations = 0;
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b < a; b++) {
        double sum = 0;
        double squares = 0;
        for (double[] run : standard) {
          double product = run[a] * run[b];
          sum += product;
          squares += product * product;
        }
        double correlation = sum / (runs - 1);
        variances += runs / Math.pow(runs - 1, 3) * (squares - sum * sum / runs);
        correlations += correlation * correlation;
      }
    }
    return correlations == 0 ? 1 : Math.max(0, Math.min(1, variances / correlations));
  }

  /** Returns how many runs the band is of. */
  public int runs() {
    return runs;
  }

  /** Returns how many epochs the band has. */
  public int epochs() {
    return mean.length / Figure.values().length;
  }

  /** Returns the factor c. */
  public double factor() {
    return maxima[(int) Math.ceil(LEVEL * SIMULATIONS) - 1];
  }

  /** Returns the band at an epoch, counted from 1. */
  public Interval at(Figure figure, int epoch) {
    int k = index(figure, epoch, epochs());
    double half = factor() * error[k];
    return new Interval(figure.fromScale(mean[k] - half), figure.fromScale(mean[k] + half));
  }

  /** Returns how a run of the same length lies to the band. */
  public Check check(Course course) {
    double[] values = scaled(course);
    double largest = 0;
    List<Outside> outside = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      for (int epoch = 1; epoch <= epochs(); epoch++) {
        int k = index(figure, epoch, epochs());
        double t = (values[k] - mean[k]) / error[k];
        largest = Math.max(largest, Math.abs(t));
        if (Math.abs(t) > factor()) {
          outside.add(new Outside(figure, epoch, t > 0));
        }
      }
    }
    double bound = largest;
    long beyond = Arrays.stream(maxima).filter(value -> value >= bound).count();
    return new Check(course, (beyond + 1.0) / (SIMULATIONS + 1), List.copyOf(outside));
  }
}
