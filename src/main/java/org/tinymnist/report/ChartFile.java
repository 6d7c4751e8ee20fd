package org.tinymnist.report;

/** The pictures beside the report. */
enum ChartFile {
  TEST_ACCURACY("test-accuracy", "svg"),
  LEARNING_RATE("learning-rate", "svg"),
  MOMENTUM("momentum", "svg"),
  FINAL_ACCURACY("final-accuracy", "svg"),
  GAP("gap", "svg"),
  CALIBRATION("calibration", "svg"),
  CONFUSION("confusion", "svg"),
  VOTES("votes", "png"),
  MISTAKES("mistakes", "png");

  /** The folder of the pictures, below the results folder. */
  static final String FOLDER = "charts";

  private final String picture;
  private final String extension;

  ChartFile(String picture, String extension) {
    this.picture = picture;
    this.extension = extension;
  }

  /** Returns the file's path below the results folder. */
  String path(Theme theme) {
    return "%s/%s-%s.%s".formatted(FOLDER, picture, theme.word(), extension);
  }
}
