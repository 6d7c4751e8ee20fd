package org.tinymnist.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Epoch;

/** The report's line charts, as SVG. Text is drawn as outlines, so that no reader needs a font. */
final class Charts {
  private static final BasicStroke GRID = new BasicStroke(0.6f);
  private static final BasicStroke SOLID = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);

  private final Theme theme;
  private final Results results;

  Charts(Theme theme, Results results) {
    this.theme = theme;
    this.results = results;
  }

  /** A line of a chart; published ones are dashed and have no markers. */
  private record Curve(String name, double[] epochs, double[] values, int index, boolean solid) {}

  /**
   * Draws the test accuracy by epoch, measured and published.
   *
   * <p>Accuracies from 10 % to 99.5 % share one axis, logarithmic in the images per error, {@code 1
   * / (1 - accuracy)}: 90 %, 99 % and 99.9 % are equally far apart.
   */
  byte[] testAccuracy(Published published) throws IOException {
    List<Curve> curves = new ArrayList<>();
    for (Series series : results.series()) {
      curves.add(curve(series, series.name(), epoch -> imagesPerError(epoch.testAccuracy())));
    }
    for (String model : results.dashedModels(published)) {
      curves.add(published(model, published));
    }
    XYChart chart = chart(540, "test accuracy");
    XYStyler style = chart.getStyler();
    style.setYAxisLogarithmic(true);
    style.setYAxisLogarithmicDecadeOnly(false);
    style.setYAxisTickLabelsFormattingFunction(Charts::accuracyLabel);
    style.setPlotGridLinesVisible(false);
    addGrid(chart, curves);
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
      curves.add(curve(first, names, rate));
    }
    XYChart chart = chart(260, title);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Format::number);
    return draw(chart, curves);
  }

  private Curve curve(Series series, String name, ToDoubleFunction<Epoch> value) {
    List<Epoch> epochs = series.first().epochs();
    return new Curve(
        name,
        epochs.stream().mapToDouble(Epoch::number).toArray(),
        epochs.stream().mapToDouble(value).toArray(),
        results.series().indexOf(series),
        true);
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
    return 1 / Math.max(1 - accuracy, 0.5 / results.data().testImages());
  }

  /** Labels the images per error with the accuracy they stand for, at 1, 2, 5, 10, 20, 50 ... */
  private static String accuracyLabel(double imagesPerError) {
    BigDecimal images = new BigDecimal(imagesPerError, new MathContext(3)).stripTrailingZeros();
    if (!List.of(1, 2, 5).contains(images.unscaledValue().intValue())) {
      return "";
    }
    BigDecimal errors = new BigDecimal(100).divide(images, new MathContext(3));
    return new BigDecimal(100).subtract(errors).stripTrailingZeros().toPlainString() + " %";
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
