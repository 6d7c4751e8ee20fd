package org.tinymnist.report;

import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.escape;

import java.util.List;
import org.tinymnist.report.Markdown.Table;

/** The report's section of how sure the models are, and how often they are right. */
final class CalibrationText {
  private final Results results;

  CalibrationText(Results results) {
    this.results = results;
  }

  String write() {
    List<Calibration> calibrations = results.calibrations();
    if (calibrations.isEmpty()) {
      return "";
    }
    Table table =
        new Table()
            .left("Experiment")
            .right("Mean probability", "Accuracy", "Expected calibration error");
    for (Calibration each : calibrations) {
      table.row(
          escape(results.title(each.series())),
          percent(each.confidence()),
          percent(each.series().finalTestAccuracy().mean()),
          percent(each.error()));
    }
    return """
        ## Calibration

        %s
        The test images in 15 bins by the probability of the model's prediction, over all seeds: \
        how many are right. Below the diagonal a model is too sure, above it not sure enough. Bins \
        with fewer than %s images are not drawn.

        %s
        The expected calibration error is the mean distance from the diagonal. Label smoothing \
        teaches a model never to be quite sure.
        """
        .formatted(
            ReportText.picture(
                ChartFile.CALIBRATION, "Fraction of right predictions by their probability"),
            Calibration.FEWEST_IMAGES,
            table);
  }
}
