package org.tinymnist.picture;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

/** Pictures of digits as people have them: plain ones, and others with what lies around. */
final class PictureKinds {

  static final List<String> PLAIN =
      List.of("paper", "gradient", "thin strokes", "fat strokes", "faded strokes");

  static final List<String> OTHERS =
      List.of(
          "patch on white",
          "page on a table",
          "hard shadow",
          "black corners",
          "clipped gradient",
          "paper's edge",
          "ruled paper",
          "grid paper",
          "plot's frame",
          "form cell",
          "thumb",
          "small in a large sheet",
          "white on transparent",
          "red on green",
          "tight crop",
          "several digits");

  private PictureKinds() {}

  /**
   * Draws one.
   *
   * @param digits the image of the digit, and of a second one for kinds with more
   * @param i which it is, for kinds that differ by place
   */
  static BufferedImage draw(String kind, byte[][] digits, int i, Random random) {
    byte[] image = digits[0];
    double grain = 4;
    double degrees = random.nextDouble(-20, 20);
    double angle = random.nextDouble(2 * Math.PI);
    Drawing page = Drawing.paper(300, 300, 215, grain, random);
    return switch (kind) {
      case "paper" -> page.digit(image, 40, 40, 200, 150).image();
      case "gradient" ->
          page.with((x, y, old) -> 128 + 100 * across(x, y, 300, angle))
              .with((x, y, old) -> old * (1 - 0.9 * Drawing.ink(image, x / 8.0 - 4, y / 8.0 - 4)))
              .image();
      case "thin strokes" ->
          page.with((x, y, old) -> old - (Drawing.ink(image, x / 9.0, y / 9.0) > 0.7 ? 150 : 0))
              .image();
      case "fat strokes" ->
          page.with((x, y, old) -> old - (Drawing.ink(image, x / 9.0, y / 9.0) > 0.1 ? 150 : 0))
              .image();
      case "faded strokes" ->
          page.with(
                  (x, y, old) ->
                      old - (50 + x / 2.5) * Drawing.ink(image, x / 9.0 - 2, y / 9.0 - 2))
              .image();
      case "patch on white" ->
          Drawing.paper(460, 460, 255, 0, random)
              .lay(page.digit(image, 40, 40, 220, 150), 200 + 2 * degrees, 220 - degrees, 0)
              .image();
      case "page on a table" ->
          Drawing.paper(500, 400, random.nextDouble(30, 120), 8, random)
              .lay(page.digit(image, 40, 40, 220, 140), 250 + 2 * degrees, 200 + degrees, degrees)
              .image();
      case "clipped gradient" ->
          page.with((x, y, old) -> Math.max(0, Math.min(255, 128 + 320 * across(x, y, 300, angle))))
              .with((x, y, old) -> old * (1 - Drawing.ink(image, x / 8.0 - 4, y / 8.0 - 4)))
              .image();
      case "paper's edge" ->
          page.digit(image, 60, 60, 200, 100)
              .with((x, y, old) -> y + x * degrees / 900 < 12 ? 110 : old)
              .image();
      case "hard shadow" ->
          page.digit(image, 40, 40, 220, 130)
              .with((x, y, old) -> across(x, y, 300, angle) > degrees / 40 ? 0.6 * old : old)
              .image();
      case "black corners" ->
          Drawing.paper(300, 300, 0, 0, random)
              .lay(page.digit(image, 60, 60, 180, 150), 150, 150, degrees)
              .image();
      case "ruled paper" -> lines(page, false, degrees).digit(image, 40, 40, 220, 150).image();
      case "grid paper" -> lines(page, true, degrees).digit(image, 40, 40, 220, 150).image();
      case "plot's frame" ->
          page.with((x, y, old) -> 255)
              .with((x, y, old) -> frame(x, y, 20, 280) ? 0 : old)
              .with((x, y, old) -> x > 8 && x < 16 && y % 40 < 8 && y % 3 > 0 ? 0 : old)
              .digit(image, 40, 40, 220, 255)
              .image();
      case "form cell" ->
          Drawing.paper(140, 140, 110, 3, random)
              .with((x, y, old) -> frame(x, y, 8, 131) || frame(x, y, 9, 130) ? old - 25 : old)
              .digit(image, 20, 20, 100, 70)
              .image();
      case "thumb" ->
          page.digit(image, 50, 20, 220, 140)
              .with((x, y, old) -> Math.hypot(x - 15, y - 315) < 80 ? 120 : old)
              .image();
      case "small in a large sheet" ->
          Drawing.paper(1000, 800, 225, 3, random)
              .digit(image, 100 + 15 * i, 650 - 12 * i, 50, 170)
              .image();
      case "white on transparent" -> painted(image, 0x00FFFFFF, 0xFFFFFF, true);
      case "red on green" -> painted(image, 0xFF1E8C3C, 0xC83C32, false);
      case "tight crop" -> tight(image);
      case "several digits" ->
          Drawing.paper(330, 195, 225, 3, random)
              .digit(image, 15, 22, 150, 160)
              .digit(digits[1], 165, 26, 150, 160)
              .image();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** From -1 to 1 across a square in a direction. */
  private static double across(int x, int y, int size, double angle) {
    return ((x - size / 2.0) * Math.cos(angle) + (y - size / 2.0) * Math.sin(angle)) / size * 1.4;
  }

  private static boolean frame(int x, int y, int from, int to) {
    boolean inside = Math.min(x, y) >= from && Math.max(x, y) <= to;
    return inside && (x == from || y == from || x == to || y == to);
  }

  /** Rules every 40 pixels, 2 wide and a little oblique. */
  private static Drawing lines(Drawing page, boolean grid, double degrees) {
    double slope = grid ? 0 : Math.tan(Math.toRadians(degrees / 8));
    return page.with(
        (x, y, old) -> {
          boolean down = grid && (x + 300) % 40 < 2;
          boolean across = Math.floorMod((int) Math.round(y + slope * x) + 10, 40) < 2;
          return down || across ? old - 60 : old;
        });
  }

  private static BufferedImage painted(byte[] image, int ground, int ink, boolean clear) {
    BufferedImage picture = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 200 * 200; i++) {
      double share = Drawing.ink(image, i % 200 / 7.0, i / 200 / 7.0);
      int argb = clear ? (int) (255 * share) << 24 : 0xFF000000;
      for (int shift = 0; shift < 24; shift += 8) {
        double from = ground >> shift & 0xFF;
        double to = ink >> shift & 0xFF;
        argb |= (int) (from + share * (to - from)) << shift;
      }
      picture.setRGB(i % 200, i / 200, argb);
    }
    return picture;
  }

  /** What is not black of an image, six times as large. */
  private static BufferedImage tight(byte[] image) {
    int left = 28;
    int top = 28;
    int right = 0;
    int bottom = 0;
    for (int p = 0; p < image.length; p++) {
      if (Byte.toUnsignedInt(image[p]) > 60) {
        left = Math.min(left, p % 28);
        right = Math.max(right, p % 28 + 1);
        top = Math.min(top, p / 28);
        bottom = Math.max(bottom, p / 28 + 1);
      }
    }
    int x0 = left;
    int y0 = top;
    return Drawing.paper(6 * (right - left), 6 * (bottom - top), 0, 0, new Random(0))
        .with((x, y, old) -> 255 * Drawing.ink(image, x0 + x / 6.0, y0 + y / 6.0))
        .image();
  }
}
