package org.tinymnist.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A picture of digits as people have them: sizes, levels, noise, light, place and strokes are drawn
 * from wide ranges. Levels are grey levels, 0 to 255.
 */
final class PictureKinds {

  static final List<String> ROWS =
      List.of("several digits", "written row", "row on ruled paper", "row in uneven light");

  private static final Map<String, Function<PictureKinds, BufferedImage>> KINDS = kinds();

  static final List<String> ALL = List.copyOf(KINDS.keySet());

  private final List<byte[]> digits;
  private final Random random;
  private final double angle;
  private final double degrees;
  private int width;
  private int height;
  private double level;
  private double grain;
  private double depth;
  private double left;
  private double top;
  private double size;

  /** Draws the images of digits, 28x28, one of a row or one alone. */
  PictureKinds(List<byte[]> digits, Random random) {
    this.digits = digits;
    this.random = random;
    angle = random.nextDouble(2 * Math.PI);
    degrees = random.nextDouble(-25, 25);
  }

  private static Map<String, Function<PictureKinds, BufferedImage>> kinds() {
    Map<String, Function<PictureKinds, BufferedImage>> kinds = new LinkedHashMap<>();
    kinds.put("paper", k -> k.chalk(k.written(k.sheet(60, 700, 0.35, 0.88))));
    kinds.put("gradient", k -> k.chalk(k.inLight(k.sheet(100, 600, 0.4, 0.85), 20, 170)));
    kinds.put("spot of light", PictureKinds::spot);
    kinds.put("pen line", PictureKinds::penLine);
    kinds.put("thin strokes", k -> k.stamped(0.55, 0.8));
    kinds.put("fat strokes", k -> k.stamped(0.05, 0.3));
    kinds.put("faded strokes", PictureKinds::faded);
    kinds.put("coarse grain", PictureKinds::coarse);
    kinds.put("drawing canvas", PictureKinds::canvas);
    kinds.put("patch on white", PictureKinds::patch);
    kinds.put("page on a table", PictureKinds::table);
    kinds.put("hard shadow", k -> k.shadow(0.02));
    kinds.put("soft shadow", k -> k.shadow(k.between(0.1, 0.8)));
    kinds.put("black corners", PictureKinds::corners);
    kinds.put("clipped gradient", k -> k.inLight(k.sheet(150, 500, 0.4, 0.8), 300, 700).image());
    kinds.put("paper's edge", PictureKinds::edge);
    kinds.put("ruled paper", k -> k.ruled(false));
    kinds.put("grid paper", k -> k.ruled(true));
    kinds.put("plot", k -> k.plot(false));
    kinds.put("plot with grid", k -> k.plot(true));
    kinds.put("form cell", PictureKinds::cell);
    kinds.put("thumb", PictureKinds::thumb);
    kinds.put("small in a large sheet", PictureKinds::small);
    kinds.put("white on transparent", k -> k.painted(0x00FFFFFF, 0xFFFFFFFF));
    kinds.put("two colours", PictureKinds::colours);
    kinds.put("tight crop", k -> k.crop(k.between(0, 1), 0));
    kinds.put("touching the border", k -> k.crop(k.between(1, 8), k.between(0, 1.2)));
    kinds.put("broken strokes", PictureKinds::broken);
    kinds.put("dirt", PictureKinds::dirt);
    ROWS.forEach(kind -> kinds.put(kind, k -> k.row(kind)));
    return kinds;
  }

  BufferedImage draw(String kind) {
    return KINDS.get(kind).apply(this);
  }

  private double between(double least, double most) {
    return random.nextDouble(least, most);
  }

  private double log(double least, double most) {
    return Math.exp(between(Math.log(least), Math.log(most)));
  }

  /** Paper, with a place for a digit whose box is a share of the paper's shorter side. */
  private Drawing sheet(double narrowest, double widest, double least, double most) {
    width = (int) log(narrowest, widest);
    height = (int) (width * between(0.7, 1.4));
    level = between(150, 255);
    grain = between(0, 8);
    depth = between(Math.max(60, 10 * grain), level);
    place(least, most);
    return paper();
  }

  private Drawing paper() {
    return Drawing.paper(width, height, level, grain, random);
  }

  private void place(double least, double most) {
    int side = Math.min(width, height);
    double box = side * between(least, most);
    size = box * 28 / 20;
    double margin = 0.04 * side;
    left = between(margin, Math.max(margin + 1, width - box - margin)) - size / 7;
    top = between(margin, Math.max(margin + 1, height - box - margin)) - size / 7;
  }

  private double ink(int x, int y) {
    return Drawing.ink(digits.get(0), 28 * (x + 0.5 - left) / size, 28 * (y + 0.5 - top) / size);
  }

  private Drawing written(Drawing page) {
    return page.with((x, y, old) -> old - depth * ink(x, y));
  }

  /** Ink takes a share of the light. */
  private Drawing shaded(Drawing page) {
    return page.with((x, y, old) -> old * (1 - depth / level * ink(x, y)));
  }

  /** One in four is light on dark. */
  private BufferedImage chalk(Drawing drawing) {
    boolean light = random.nextInt(4) == 0;
    return drawing.with((x, y, old) -> light ? 255 - old : old).image();
  }

  /** From -1 to 1 across the picture, in a direction. */
  private double across(int x, int y) {
    double right = (x - width / 2.0) / width;
    double down = (y - height / 2.0) / height;
    return (right * Math.cos(angle) + down * Math.sin(angle)) * 2 / 1.4;
  }

  /** Light that changes by so many levels across the picture, and may be clipped. */
  private Drawing inLight(Drawing page, double least, double most) {
    double range = between(least, most);
    double middle = between(100, 170);
    depth = level * between(0.65, 1);
    return shaded(
        page.with((x, y, old) -> clipped(middle + range * across(x, y) / 2 + old - level, 0, 255)));
  }

  private static double clipped(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }

  private BufferedImage spot() {
    Drawing page = sheet(150, 600, 0.35, 0.8);
    double x0 = between(0, width);
    double y0 = between(0, height);
    double dark = between(0.3, 0.8);
    double reach = between(0.4, 1) * Math.max(width, height);
    depth = level * between(0.5, 0.9);
    return chalk(
        shaded(page)
            .with(
                (x, y, old) -> {
                  double near = Math.exp(-Math.pow(Math.hypot(x - x0, y - y0) / reach, 2));
                  return old * (dark + (1 - dark) * near);
                }));
  }

  /** Half of them square and centred, as MNIST's images are. */
  private BufferedImage penLine() {
    Drawing page = sheet(80, 800, 0.4, 0.85);
    if (random.nextBoolean()) {
      height = width;
      page = paper();
      size = width * between(0.95, 1.05);
      left = (width - size) / 2;
      top = (height - size) / 2;
    }
    depth = between(100, level);
    return chalk(pen(page, log(1.2, Math.max(1.5, size / 30))));
  }

  private Drawing pen(Drawing page, double thickness) {
    BufferedImage layer = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = layer.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.translate(left, top);
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Skeleton.of(digits.get(0)).lines(size).forEach(graphics::draw);
    graphics.dispose();
    return page.with((x, y, old) -> old - depth * layer.getRaster().getSample(x, y, 0) / 255.0);
  }

  /** Strokes of one level, wide or narrow as the threshold is low or high. */
  private BufferedImage stamped(double least, double most) {
    Drawing page = sheet(120, 700, 0.4, 0.85);
    double threshold = between(least, most);
    return chalk(page.with((x, y, old) -> ink(x, y) > threshold ? old - depth : old));
  }

  private BufferedImage faded() {
    Drawing page = sheet(120, 600, 0.4, 0.85);
    double pale = between(0.25, 0.5);
    depth = between(100, level);
    return chalk(
        page.with(
            (x, y, old) -> {
              double place = clipped(0.5 + 0.75 * across(x, y), 0, 1);
              return old - depth * (pale + (1 - pale) * place) * ink(x, y);
            }));
  }

  private BufferedImage coarse() {
    sheet(150, 600, 0.45, 0.85);
    grain = between(8, 20);
    depth = between(Math.max(70, 5 * grain), 200);
    level = between(depth, 235);
    return chalk(written(paper()));
  }

  private BufferedImage canvas() {
    sheet(100, 600, 0.4, 0.9);
    height = width;
    level = 255;
    depth = 255;
    place(0.4, 0.9);
    return chalk(pen(Drawing.paper(width, height, level, 0, random), size * between(0.04, 0.13)));
  }

  private BufferedImage patch() {
    sheet(200, 600, 0.4, 0.8);
    int outerWidth = width;
    int outerHeight = height;
    width = (int) (width * between(0.45, 0.9));
    height = (int) (height * between(0.45, 0.9));
    level = between(120, 225);
    depth = between(70, level);
    place(0.4, 0.85);
    double range = between(0, 60);
    Drawing patch = paper().with((x, y, old) -> Math.min(252, old + range * across(x, y) / 2));
    return Drawing.paper(outerWidth, outerHeight, 255, 0, random)
        .lay(
            written(patch),
            between(width / 2.0, outerWidth - width / 2.0),
            between(height / 2.0, outerHeight - height / 2.0),
            0)
        .image();
  }

  private BufferedImage table() {
    sheet(200, 500, 0.4, 0.8);
    level = between(170, 245);
    depth = between(80, level);
    Drawing page = written(paper());
    double period = between(8, 40);
    double wave = between(0, 12);
    width = (int) (width * between(1.35, 2));
    height = (int) (height * between(1.35, 2));
    return Drawing.paper(width, height, between(10, level - 70), between(2, 15), random)
        .with((x, y, old) -> old + wave * Math.sin(300 * across(x, y) / period))
        .lay(page, width * between(0.46, 0.54), height * between(0.46, 0.54), degrees)
        .image();
  }

  private BufferedImage shadow(double soft) {
    sheet(150, 500, 0.4, 0.85);
    level = between(180, 250);
    depth = between(90, level);
    double dark = between(0.45, 0.8);
    double offset = between(-0.5, 0.5);
    return shaded(paper())
        .with(
            (x, y, old) ->
                old * (1 - (1 - dark) * clipped((across(x, y) - offset) / soft + 0.5, 0, 1)))
        .image();
  }

  private BufferedImage corners() {
    sheet(150, 500, 0.4, 0.68);
    depth = between(90, level);
    left = width * between(0.45, 0.55) - size / 2;
    top = height * between(0.45, 0.55) - size / 2;
    return Drawing.paper(width, height, between(0, 25), 0, random)
        .lay(written(paper()), width / 2.0, height / 2.0, degrees)
        .image();
  }

  private BufferedImage edge() {
    Drawing page = sheet(150, 500, 0.4, 0.75);
    top = Math.max(top, 0.14 * height - size / 7);
    double under = between(20, level - 50);
    double deep = between(0.02, 0.1) * height;
    double slope = Math.tan(Math.toRadians(degrees / 8));
    return written(page)
        .with((x, y, old) -> y + slope * (x - width / 2.0) < deep ? under + old - level : old)
        .image();
  }

  private BufferedImage ruled(boolean grid) {
    return written(lines(sheet(200, 700, 0.35, 0.85), grid)).image();
  }

  /** Rules, 7 to 30 % of the shorter side apart, 1 pixel wide or more and a little oblique. */
  private Drawing lines(Drawing page, boolean grid) {
    int side = Math.min(width, height);
    double pitch = between(0.07, 0.3) * side;
    double thick = between(1, Math.max(1.5, side / 150.0));
    depth = between(100, level);
    double line = between(0.2, 0.8) * depth;
    double slope = Math.tan(Math.toRadians(degrees / 6));
    double offset = between(0, pitch);
    return page.with(
        (x, y, old) -> {
          boolean rule = past(y + slope * x + offset, pitch) < thick;
          return rule || grid && past(x - slope * y + offset, pitch) < thick ? old - line : old;
        });
  }

  private static double past(double value, double pitch) {
    return value - pitch * Math.floor(value / pitch);
  }

  private BufferedImage cell() {
    sheet(40, 250, 0.4, 0.62);
    level = between(90, 250);
    grain = between(0, 4);
    depth = between(60, level);
    left = width * between(0.45, 0.55) - size / 2;
    top = height * between(0.45, 0.55) - size / 2;
    int margin = (int) (Math.min(width, height) * between(0.03, 0.1));
    int thick = 1 + random.nextInt(1 + width / 70);
    double line = between(20, depth);
    return written(paper())
        .with(
            (x, y, old) -> {
              int deep = Math.min(Math.min(x, y), Math.min(width - 1 - x, height - 1 - y)) - margin;
              return deep >= 0 && deep < thick ? old - line : old;
            })
        .image();
  }

  private BufferedImage thumb() {
    sheet(200, 600, 0.4, 0.65);
    level = between(190, 250);
    depth = between(90, level);
    left = Math.max(left, width - size * 0.93);
    top = Math.min(top, 0.05 * height);
    double radius = between(0.12, 0.3) * Math.min(width, height);
    double x0 = between(-0.3, 0.3) * radius;
    double y0 = height + between(-0.5, 0.1) * radius;
    double skin = between(70, 150);
    return written(paper())
        .with(
            (x, y, old) ->
                Math.hypot(x - x0, (y - y0) * 0.8) < radius ? skin + (old - level) / 2 : old)
        .image();
  }

  private BufferedImage small() {
    sheet(500, 1200, 0.4, 0.8);
    level = between(180, 255);
    grain = between(0, 4);
    depth = between(100, level);
    size = log(18, 90) * 28 / 20;
    left = between(0.05, 0.93) * (width - size);
    top = between(0.05, 0.93) * (height - size);
    double range = random.nextBoolean() ? 0 : between(0, 40);
    return chalk(written(paper().with((x, y, old) -> old + range * across(x, y) / 2)));
  }

  private BufferedImage colours() {
    float hue = random.nextFloat();
    float other = hue + (float) between(0.25, 0.75);
    return painted(vivid(hue), vivid(other));
  }

  private int vivid(float hue) {
    return Color.HSBtoRGB(hue, (float) between(0.6, 1), (float) between(0.5, 1));
  }

  private BufferedImage painted(int ground, int ink) {
    sheet(60, 500, 0.4, 0.85);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < width * height; i++) {
      double share = ink(i % width, i / width);
      int argb = 0;
      for (int shift = 0; shift < 32; shift += 8) {
        double from = ground >> shift & 0xFF;
        double to = ink >> shift & 0xFF;
        argb |= (int) (from + share * (to - from)) << shift;
      }
      picture.setRGB(i % width, i / width, argb);
    }
    return picture;
  }

  /** The digit's box with so many of MNIST's pixels around it, cut off at one or two sides. */
  private BufferedImage crop(double space, double cut) {
    int[] box = {28, 28, 0, 0};
    byte[] image = digits.get(0);
    for (int p = 0; p < image.length; p++) {
      if (Byte.toUnsignedInt(image[p]) > 60) {
        box[0] = Math.min(box[0], p % 28);
        box[1] = Math.min(box[1], p / 28);
        box[2] = Math.max(box[2], p % 28 + 1);
        box[3] = Math.max(box[3], p / 28 + 1);
      }
    }
    double[] around = {space, space, space, space};
    if (cut > 0) {
      around[random.nextInt(4)] = -cut;
      around[random.nextInt(4)] = -cut;
    }
    double scale = cut > 0 ? between(4, 15) : between(2, 15);
    level = between(150, 255);
    grain = between(0, 5);
    depth = between(100, level);
    width = (int) (scale * (box[2] - box[0] + around[0] + around[2]));
    height = (int) (scale * (box[3] - box[1] + around[1] + around[3]));
    size = 28 * scale;
    left = -scale * (box[0] - around[0]);
    top = -scale * (box[1] - around[1]);
    double range = cut > 0 ? between(0, 50) : 0;
    return chalk(written(paper().with((x, y, old) -> old + range * across(x, y) / 2)));
  }

  /** A straight gap of up to half a stroke runs through the middle. */
  private BufferedImage broken() {
    Drawing page = sheet(120, 600, 0.45, 0.85);
    double x0 = left + size * between(0.4, 0.6);
    double y0 = top + size * between(0.4, 0.6);
    double gap = size * between(0.01, 0.05) / 2;
    return chalk(
        page.with(
            (x, y, old) -> {
              double far = (x - x0) * Math.cos(angle) + (y - y0) * Math.sin(angle);
              return Math.abs(far) < gap ? old : old - depth * ink(x, y);
            }));
  }

  private BufferedImage dirt() {
    Drawing page = sheet(150, 600, 0.5, 0.8);
    int specks = 3 + random.nextInt(20);
    for (int i = 0; i < specks; i++) {
      double x0 = between(0, width);
      double y0 = between(0, height);
      double radius = between(0.3, 0.022 * size);
      page.with((x, y, old) -> Math.hypot(x - x0, y - y0) < radius ? level - depth : old);
    }
    return chalk(written(page));
  }

  /** As Matplotlib's imshow draws an image: grey, inverted, or in dark blue and yellow. */
  private BufferedImage plot(boolean grid) {
    int side = (int) log(150, 450);
    int x0 = (int) (side * between(0.1, 0.25));
    int y0 = (int) (side * between(0.06, 0.2));
    width = side + x0 + (int) (side * between(0.05, 0.2));
    height = side + y0 + (int) (side * between(0.1, 0.2));
    BufferedImage plot = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = plot.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    int map = random.nextInt(3);
    for (int i = 0; i < side * side; i++) {
      int p = 28 * (28 * (i / side) / side) + 28 * (i % side) / side;
      int value = Byte.toUnsignedInt(digits.get(0)[p]);
      float share = value / 255f;
      Color color =
          map == 2
              ? new Color(0.27f + 0.72f * share, 0.9f * share, 0.33f - 0.19f * share)
              : new Color(0x10101 * (map == 0 ? value : 255 - value));
      plot.setRGB(x0 + i % side, y0 + i / side, color.getRGB());
    }
    Color line = random.nextBoolean() ? Color.WHITE : new Color(0xB0B0B0);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    for (int tick = 0; tick < 28; tick += 5) {
      int place = (int) ((tick + 0.5) * side / 28);
      if (grid) {
        graphics.setColor(line);
        graphics.setStroke(new BasicStroke(side > 300 ? 2 : 1));
        graphics.drawLine(x0 + place, y0, x0 + place, y0 + side);
        graphics.drawLine(x0, y0 + place, x0 + side, y0 + place);
      }
      graphics.setColor(Color.BLACK);
      graphics.setStroke(new BasicStroke(1));
      graphics.drawLine(x0 + place, y0 + side, x0 + place, y0 + side + 4);
      graphics.drawLine(x0 - 4, y0 + place, x0, y0 + place);
      graphics.drawString("" + tick, x0 + place - 4, y0 + side + 14);
      graphics.drawString("" + tick, Math.max(0, x0 - 18), y0 + place + 4);
    }
    graphics.drawRect(x0, y0, side, side);
    graphics.dispose();
    return plot;
  }

  private BufferedImage row(String kind) {
    boolean even = kind.equals("several digits");
    double box = log(40, 160);
    double pitch = box * (even ? between(1.05, 1.3) : between(1, 1.2));
    double wild = even ? 0.02 : 0.1;
    width = (int) (pitch * digits.size() + box * between(0.3, 1.5));
    height = (int) (box * between(1.7, 3));
    level = between(160, 250);
    grain = between(0, 6);
    depth = between(100, level);
    double range = kind.equals("row in uneven light") ? between(30, 120) : 0;
    Drawing page = paper().with((x, y, old) -> old - range * (1 + across(x, y)) / 4);
    Drawing row = kind.equals("row on ruled paper") ? lines(page, false) : page;
    double before = (width - pitch * digits.size()) / 2;
    double above = (height - box) * between(0.4, 0.6);
    for (int i = 0; i < digits.size(); i++) {
      byte[] image = digits.get(i);
      double side = box * (1 + between(-wild, wild)) * 28 / 20;
      double x0 = before + pitch * i + (pitch - side) / 2;
      double y0 = above + (box - side) / 2 + between(-wild, wild) * box * 0.7;
      row.with(
          (x, y, old) -> {
            double ink = Drawing.ink(image, 28 * (x + 0.5 - x0) / side, 28 * (y + 0.5 - y0) / side);
            return old * (1 - depth / level * ink);
          });
    }
    return chalk(row);
  }
}
