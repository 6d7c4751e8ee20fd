package org.tinymnist.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Bin;
import org.tinymnist.report.RunResult.Epoch;

/** The report's line charts, as SVG. Text is drawn as outlines, so that no reader needs a font. */
final class Charts {
  private static final BasicStroke GRID = new BasicStroke(0.6f);
  private static final BasicStroke SOLID = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);

  /** Opacity of the band of the seeds, of 255. */
  private static final int BAND = 56;

  private final Theme theme;
  private final Results results;

  Charts(Theme theme, Results results) {
    this.theme = theme;
    this.results = results;
  }

  /** A line of a chart; published ones are dashed and have no markers. */
  private record Curve(String name, double[] epochs, double[] values, int index, boolean solid) {}

  /**
   * Draws the test accuracy by epoch, measured and published: the mean over the seeds, in a band
   * from the lowest to the highest.
   *
   * <p>Accuracies from 10 % to 99.5 % share one axis, logarithmic in the images per error, {@code 1
   * / (1 - accuracy)}: 90 %, 99 % and 99.9 % are equally far apart.
   */
  byte[] testAccuracy(Published published) throws IOException {
    List<Curve> curves = new ArrayList<>();
    for (Series series : results.series()) {
      curves.add(
          curve(series, testAccuracies(series).map(Estimate::mean).map(this::imagesPerError)));
    }
    for (String model : results.dashedModels(published)) {
      curves.add(published(model, published));
    }
    XYChart chart = chart(540, "test accuracy");
    XYStyler style = chart.getStyler();
    style.setYAxisLogarithmic(true);
    style.setYAxisLogarithmicDecadeOnly(false);
    style.setYAxisTickLabelsFormattingFunction(ErrorScale::label);
    style.setPlotGridLinesVisible(false);
    addGrid(chart, curves);
    for (Series series : results.series()) {
      addBand(chart, series);
    }
    return draw(chart, curves);
  }

  private static Stream<Estimate> testAccuracies(Series series) {
    return series.first().epochs().stream()
        .map(epoch -> series.estimate(run -> run.epochs().get(epoch.number() - 1).testAccuracy()));
  }

  /** Draws the range of the seeds: along its lower edge, and back along the upper. */
  private void addBand(XYChart chart, Series series) {
    int epochs = series.experiment().epochs();
    if (series.runs().size() == 1 || epochs == 1) {
      return;
    }
    double[] x = new double[2 * epochs];
    double[] y = new double[2 * epochs];
    for (int i = 0; i < epochs; i++) {
      int epoch = i;
      DoubleSummaryStatistics seeds =
          series.runs().stream()
              .mapToDouble(run -> imagesPerError(run.epochs().get(epoch).testAccuracy()))
              .summaryStatistics();
      int back = 2 * epochs - 1 - i;
      x[i] = epoch + 1;
      x[back] = epoch + 1;
      y[i] = seeds.getMin();
      y[back] = seeds.getMax();
    }
    Color colour = theme.series(results.series().indexOf(series));
    XYSeries band = chart.addSeries("seeds of " + series.name(), x, y);
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(Theme.translucent(colour, BAND));
    band.setLineColor(Theme.TRANSPARENT);
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
  }

  /**
   * Draws how often predictions are right by how sure the model is of them, over the seeds of each
   * experiment; the diagonal is a model that knows.
   */
  byte[] calibration(List<Calibration> calibrations) throws IOException {
    XYChart chart = chart(460, "fraction that is right");
    chart.setXAxisTitle("probability of the prediction");
    XYStyler style = chart.getStyler();
    style.setXAxisMin(0.0);
    style.setXAxisMax(1.0);
    style.setYAxisMin(0.0);
    style.setYAxisMax(1.0);
    style.setXAxisTickLabelsFormattingFunction(Format::wholePercent);
    style.setYAxisTickLabelsFormattingFunction(Format::wholePercent);
    XYSeries diagonal =
        chart.addSeries("as sure as right", new double[] {0, 1}, new double[] {0, 1});
    diagonal.setLineColor(theme.grid());
    diagonal.setLineStyle(DASHED);
    diagonal.setMarker(SeriesMarkers.NONE);
    List<Curve> curves = new ArrayList<>();
    for (Calibration calibration : calibrations) {
      List<Bin> bins = calibration.shown();
      if (!bins.isEmpty()) {
        curves.add(
            new Curve(
                calibration.series().name(),
                bins.stream().mapToDouble(Bin::confidence).toArray(),
                bins.stream().mapToDouble(Bin::accuracy).toArray(),
                results.series().indexOf(calibration.series()),
                true));
      }
    }
    return draw(chart, curves);
  }

  /** Draws the learning rate of each epoch's last step; equal courses share a line. */
  byte[] learningRate() throws IOException {
    return rates("learning rate", Epoch::learningRate);
  }

  /** Draws the momentum of each epoch's last step; equal courses share a line. */
  byte[] momentum() throws IOException {
    return rates("momentum", Epoch::momentum);
  }

  private byte[] rates(String title, ToDoubleFunction<Epoch> rate) throws IOException {
    List<Curve> curves = new ArrayList<>();
    for (List<Series> same : results.byRates()) {
      Series first = same.get(0);
      String names = same.stream().map(Series::name).collect(Collectors.joining("\n"));
      curves.add(
          new Curve(
              names,
              epochs(first),
              first.first().epochs().stream().mapToDouble(rate).toArray(),
              results.series().indexOf(first),
              true));
    }
    XYChart chart = chart(260, title);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Format::number);
    return draw(chart, curves);
  }

  private Curve curve(Series series, Stream<Double> values) {
    return new Curve(
        series.name(),
        epochs(series),
        values.mapToDouble(Double::doubleValue).toArray(),
        results.series().indexOf(series),
        true);
  }

  private static double[] epochs(Series series) {
    return series.first().epochs().stream().mapToDouble(Epoch::number).toArray();
  }

  /** Returns a published curve, in the colour of the experiment that stands for the model. */
  private Curve published(String model, Published published) {
    List<Published.Epoch> epochs =
        published.table(model).stream()
            .filter(epoch -> epoch.number() <= results.lastEpoch())
            .toList();
    return new Curve(
        Published.title(model) + ", published",
        epochs.stream().mapToDouble(Published.Epoch::number).toArray(),
        epochs.stream().mapToDouble(epoch -> imagesPerError(epoch.testAccuracy())).toArray(),
        results.series().indexOf(results.model(model).orElseThrow()),
        false);
  }

  /** An accuracy of 100 % has no place on the logarithmic axis: it is drawn at half an error. */
  private double imagesPerError(double accuracy) {
    return ErrorScale.imagesPerError(accuracy, results.data().testImages());
  }

  /** Draws a line at each label: the chart's own grid has one at every digit of a decade. */
  private void addGrid(XYChart chart, List<Curve> curves) {
    DoubleSummaryStatistics values =
        curves.stream().flatMapToDouble(curve -> Arrays.stream(curve.values)).summaryStatistics();
    double[] ends = {chart.getStyler().getXAxisMin(), chart.getStyler().getXAxisMax()};
    for (double decade = 1; decade <= values.getMax(); decade *= 10) {
      for (double at : new double[] {decade, 2 * decade, 5 * decade}) {
        if (at >= values.getMin() && at <= values.getMax()) {
          XYSeries line = chart.addSeries("grid " + at, ends, new double[] {at, at});
          line.setLineColor(theme.grid());
          line.setLineStyle(GRID);
          line.setMarker(SeriesMarkers.NONE);
          line.setShowInLegend(false);
        }
      }
    }
  }

  private XYChart chart(int height, String title) {
    XYChart chart = new XYChartBuilder().width(Markdown.PAGE_WIDTH).height(height).build();
    chart.setXAxisTitle("epoch");
    chart.setYAxisTitle(title);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setChartBackgroundColor(Theme.TRANSPARENT);
    style.setPlotBackgroundColor(Theme.TRANSPARENT);
    style.setLegendBackgroundColor(Theme.TRANSPARENT);
    style.setLegendBorderColor(Theme.TRANSPARENT);
    style.setPlotBorderVisible(false);
    style.setChartFontColor(theme.text());
    style.setXAxisTitleColor(theme.text());
    style.setYAxisTitleColor(theme.text());
    style.setAxisTickLabelsColor(theme.text());
    style.setAxisTickMarksColor(theme.grid());
    style.setPlotGridLinesColor(theme.grid());
    style.setPlotGridLinesStroke(GRID);
    style.setYAxisLabelAlignment(TextAlignment.Right);
    style.setAxisTicksMarksVisible(false);
    style.setPlotGridVerticalLinesVisible(false);
    style.setAxisTitleFont(font);
    style.setAxisTickLabelsFont(font);
    style.setLegendFont(font);
    style.setChartTitleVisible(false);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setChartPadding(4);
    style.setMarkerSize(7);
    // One epoch alone would be an axis of no length.
    boolean single = results.lastEpoch() == 1;
    style.setXAxisMin(single ? 0.0 : 1.0);
    style.setXAxisMax(single ? 2.0 : results.lastEpoch());
    style.setXAxisTickLabelsFormattingFunction(epoch -> isEpoch(epoch) ? Format.number(epoch) : "");
    return chart;
  }

  private boolean isEpoch(double value) {
    return value == Math.rint(value) && value >= 1 && value <= results.lastEpoch();
  }

  private byte[] draw(XYChart chart, List<Curve> curves) throws IOException {
    Marker[] markers = {
      SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND
    };
    for (Curve curve : curves) {
      Color colour = theme.series(curve.index);
      XYSeries line = chart.addSeries(curve.name, curve.epochs, curve.values);
      line.setLineColor(colour);
      line.setLineStyle(curve.solid ? SOLID : DASHED);
      line.setMarkerColor(colour);
      line.setMarker(curve.solid ? markers[curve.index % markers.length] : SeriesMarkers.NONE);
    }
    return ChartEncoder.getBytes(chart, "svg");
  }
}
