package org.tinymnist.report;

import java.awt.Color;
import java.util.Locale;

/**
 * Colours of pictures on GitHub's light and dark pages. The series' colours are those of Okabe and
 * Ito's palette, which colour-blind readers can tell apart, in the order that suits the page.
 */
enum Theme {
  LIGHT(0x1f2328, 0xd1d9e0, 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9),
  DARK(0xe6edf3, 0x3d444d, 0x56b4e9, 0xe69f00, 0x009e73, 0xcc79a7, 0xd55e00, 0xf0e442);

  static final Color TRANSPARENT = new Color(0, 0, 0, 0);

  private final Color text;
  private final Color grid;
  private final int[] series;

  Theme(int text, int grid, int... series) {
    this.text = new Color(text);
    this.grid = new Color(grid);
    this.series = series;
  }

  Color text() {
    return text;
  }

  Color grid() {
    return grid;
  }

  /** Returns the colour of the series with this index; colours come round again. */
  Color series(int index) {
    return new Color(series[index % series.length]);
  }

  /** Returns a colour that lets others through: 255 is opaque. */
  static Color translucent(Color colour, int opacity) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), opacity);
  }

  /** Returns the theme's word in file names. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
