package org.tinymnist.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * A sheet of paper with a place for a digit, both drawn from wide ranges. Each step changes it and
 * returns it; levels are gray levels, 0 to 255.
 */
class Sheet {

  /** A number for each pixel. */
  interface Field {
    double at(int x, int y);
  }

  final Random random;
  final double angle;
  final double degrees;
  byte[] digit;
  int width;
  int height;
  double level;
  double grain;
  double depth;
  double left;
  double top;
  double size;
  Drawing page;

  Sheet(byte[] digit, Random random) {
    this.digit = digit;
    this.random = random;
    angle = random.nextDouble(2 * Math.PI);
    degrees = random.nextDouble(-25, 25);
  }

  double between(double least, double most) {
    return random.nextDouble(least, most);
  }

  double log(double least, double most) {
    return Math.exp(between(Math.log(least), Math.log(most)));
  }

  /** Takes a new sheet; the digit's box is a share of its shorter side. */
  Sheet sheet(double narrowest, double widest, double least, double most) {
    width = (int) log(narrowest, widest);
    height = (int) (width * between(0.7, 1.4));
    level = between(150, 255);
    grain = between(0, 8);
    depth = between(Math.max(60, 10 * grain), level);
    return place(least, most).paper();
  }

  /** Chooses the level of the paper, its grain unless 0 is the most, and the depth of the ink. */
  Sheet levels(double least, double most, double grainy, double contrast) {
    level = between(least, most);
    grain = grainy > 0 ? between(0, grainy) : grain;
    depth = between(contrast, level);
    return this;
  }

  Sheet place(double least, double most) {
    int side = Math.min(width, height);
    double box = side * between(least, most);
    double margin = 0.04 * side;
    size = box * 28 / 20;
    left = between(margin, Math.max(margin + 1, width - box - margin)) - size / 7;
    top = between(margin, Math.max(margin + 1, height - box - margin)) - size / 7;
    return this;
  }

  Sheet centered() {
    left = width * between(0.45, 0.55) - size / 2;
    top = height * between(0.45, 0.55) - size / 2;
    return this;
  }

  Sheet paper() {
    return on(Drawing.paper(width, height, level, grain, random));
  }

  Sheet on(Drawing drawing) {
    page = drawing;
    return this;
  }

  Sheet with(Drawing.Level change) {
    return on(page.with(change));
  }

  double ink(int x, int y) {
    return Drawing.ink(digit, left, top, size, x, y);
  }

  Sheet written() {
    return with((x, y, old) -> old - depth * ink(x, y));
  }

  /** Ink takes a share of the light. */
  Sheet shaded() {
    return with((x, y, old) -> old * (1 - depth / level * ink(x, y)));
  }

  /** Strokes of one level, wide or narrow as the threshold is low or high. */
  Sheet stamped(double threshold) {
    return with((x, y, old) -> ink(x, y) > threshold ? old - depth : old);
  }

  Sheet penned(double thickness) {
    BufferedImage layer = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = layer.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.translate(left, top);
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Skeleton.of(digit).lines(size).forEach(graphics::draw);
    graphics.dispose();
    return with((x, y, old) -> old - depth * layer.getRaster().getSample(x, y, 0) / 255.0);
  }

  int vivid(float hue) {
    return Color.HSBtoRGB(hue, (float) between(0.6, 1), (float) between(0.5, 1));
  }

  /** Draws a digit in colors, {@code 0xAARRGGBB}. */
  BufferedImage painted(int ground, int ink) {
    sheet(60, 500, 0.4, 0.85);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < width * height; i++) {
      int argb = 0;
      for (int shift = 0; shift < 32; shift += 8) {
        double from = ground >> shift & 0xFF;
        double to = ink >> shift & 0xFF;
        argb |= (int) (from + ink(i % width, i / width) * (to - from)) << shift;
      }
      picture.setRGB(i % width, i / width, argb);
    }
    return picture;
  }

  /** One in four is light on dark. */
  Sheet chalked() {
    return random.nextInt(4) == 0 ? with((x, y, old) -> 255 - old) : this;
  }

  /** The digit's box with so many of MNIST's pixels around it, cut off at one or two sides. */
  Sheet cropped(double space, double cut) {
    Rectangle box = new Rectangle(-1, -1);
    for (int p = 0; p < digit.length; p++) {
      if (Byte.toUnsignedInt(digit[p]) > 60) {
        box.add(p % 28, p / 28);
      }
    }
    double[] around = {space, space, space, space};
    if (cut > 0) {
      around[random.nextInt(4)] = -cut;
      around[random.nextInt(4)] = -cut;
    }
    double scale = cut > 0 ? between(4, 15) : between(2, 15);
    levels(150, 255, 5, 100);
    width = (int) (scale * (box.width + 1 + around[0] + around[2]));
    height = (int) (scale * (box.height + 1 + around[1] + around[3]));
    size = 28 * scale;
    left = -scale * (box.x - around[0]);
    top = -scale * (box.y - around[1]);
    double range = cut > 0 ? between(0, 50) : 0;
    return paper().sloping(range).written();
  }

  /** From -1 to 1 across the picture, in a direction. */
  double across(int x, int y) {
    double right = (x - width / 2.0) / width;
    double down = (y - height / 2.0) / height;
    return (right * Math.cos(angle) + down * Math.sin(angle)) * 2 / 1.4;
  }

  /** Light that changes by so many levels across the picture. */
  Sheet sloping(double range) {
    return with((x, y, old) -> old + range * across(x, y) / 2);
  }

  /** A digit in such light, which the camera clips. */
  Sheet inLight(double range) {
    double middle = between(100, 170);
    depth = level * between(0.65, 1);
    return sloping(range).with((x, y, old) -> clipped(middle + old - level, 255)).shaded();
  }

  /** Rules, 7 to 30 % of the shorter side apart, 1 pixel wide or more and a little oblique. */
  Sheet ruled(boolean grid) {
    int side = Math.min(width, height);
    double pitch = between(0.07, 0.3) * side;
    double thick = between(1, Math.max(1.5, side / 150.0));
    depth = between(100, level);
    double line = between(0.2, 0.8) * depth;
    double slope = Math.tan(Math.toRadians(degrees / 6));
    double offset = between(0, pitch);
    Field row = (x, y) -> past(y + slope * x + offset, pitch);
    Field column = (x, y) -> grid ? past(x - slope * y + offset, pitch) : pitch;
    return with((x, y, old) -> Math.min(row.at(x, y), column.at(x, y)) < thick ? old - line : old);
  }

  private static double past(double value, double pitch) {
    return value - pitch * Math.floor(value / pitch);
  }

  static double clipped(double value, double most) {
    return Math.max(0, Math.min(most, value));
  }
}
