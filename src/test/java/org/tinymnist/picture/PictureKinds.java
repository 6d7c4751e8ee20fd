package org.tinymnist.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

/** A picture of digits as people have them. */
final class PictureKinds extends Sheet {

  static final List<String> ALL =
      List.of(
          """
          paper,gradient,spot of light,pen line,thin strokes,fat strokes,faded strokes,coarse grain
          drawing canvas,patch on white,page on a table,hard shadow,soft shadow,black corners
          clipped gradient,paper's edge,ruled paper,grid paper,plot,plot with grid,form cell,thumb
          small in a large sheet,white on transparent,two colours,tight crop,touching the border
          broken strokes,dirt,several digits,written row,row on ruled paper,row in uneven light
          """
              .split("[,\n]"));

  static final List<String> ROWS = ALL.subList(ALL.size() - 4, ALL.size());

  private final List<byte[]> digits;

  /** Draws the images of digits, 28x28, one of a row or one alone. */
  PictureKinds(List<byte[]> digits, Random random) {
    super(digits.get(0), random);
    this.digits = digits;
  }

  BufferedImage draw(String kind) {
    return switch (kind) {
      case "plot" -> plot(false);
      case "plot with grid" -> plot(true);
      case "white on transparent" -> painted(0x00FFFFFF, 0xFFFFFFFF);
      case "two colours" -> {
        float hue = random.nextFloat();
        float other = hue + (float) between(0.25, 0.75);
        yield painted(vivid(hue), vivid(other));
      }
      default -> {
        Sheet scene = scene(kind);
        yield (scene == null ? onPaper(kind).chalked() : scene).page.image();
      }
    };
  }

  /** Draws what may be light on dark. */
  private Sheet onPaper(String kind) {
    return switch (kind) {
      case "paper" -> sheet(60, 700, 0.35, 0.88).written();
      case "gradient" -> sheet(100, 600, 0.4, 0.85).inLight(between(20, 170));
      case "spot of light" -> {
        sheet(150, 600, 0.35, 0.8);
        double x0 = between(0, width);
        double y0 = between(0, height);
        double dark = between(0.3, 0.8);
        double reach = between(0.4, 1) * Math.max(width, height);
        depth = level * between(0.5, 0.9);
        Field near = (x, y) -> Math.exp(-Math.pow(Math.hypot(x - x0, y - y0) / reach, 2));
        yield shaded().with((x, y, old) -> old * (dark + (1 - dark) * near.at(x, y)));
      }
      case "pen line" -> {
        sheet(80, 800, 0.4, 0.85);
        // Half of them are square and centered, as MNIST's images are.
        if (random.nextBoolean()) {
          height = width;
          paper();
          size = width * between(0.95, 1.05);
          left = (width - size) / 2;
          top = (height - size) / 2;
        }
        depth = between(100, level);
        yield penned(log(1.2, Math.max(1.5, size / 30)));
      }
      case "thin strokes" -> sheet(120, 700, 0.4, 0.85).stamped(between(0.55, 0.8));
      case "fat strokes" -> sheet(120, 700, 0.4, 0.85).stamped(between(0.05, 0.3));
      case "faded strokes" -> {
        sheet(120, 600, 0.4, 0.85);
        double pale = between(0.25, 0.5);
        depth = between(100, level);
        Field full = (x, y) -> pale + (1 - pale) * clipped(0.5 + 0.75 * across(x, y), 1);
        yield with((x, y, old) -> old - depth * full.at(x, y) * ink(x, y));
      }
      case "coarse grain" -> {
        sheet(150, 600, 0.45, 0.85);
        grain = between(8, 20);
        depth = between(Math.max(70, 5 * grain), 200);
        level = between(depth, 235);
        yield paper().written();
      }
      case "drawing canvas" -> {
        sheet(100, 600, 0.4, 0.9);
        height = width;
        level = 255;
        grain = 0;
        depth = 255;
        yield place(0.4, 0.9).paper().penned(size * between(0.04, 0.13));
      }
      case "small in a large sheet" -> {
        sheet(500, 1200, 0.4, 0.8).levels(180, 255, 4, 100);
        size = log(18, 90) * 28 / 20;
        left = between(0.05, 0.93) * (width - size);
        top = between(0.05, 0.93) * (height - size);
        double range = random.nextBoolean() ? 0 : between(0, 40);
        yield paper().sloping(range).written();
      }
      case "tight crop" -> cropped(between(0, 1), 0);
      case "touching the border" -> cropped(between(1, 8), between(0, 1.2));
      case "broken strokes" -> {
        sheet(120, 600, 0.45, 0.85);
        double x0 = left + size * between(0.4, 0.6);
        double y0 = top + size * between(0.4, 0.6);
        double gap = size * between(0.01, 0.05) / 2;
        Field far = (x, y) -> Math.abs((x - x0) * Math.cos(angle) + (y - y0) * Math.sin(angle));
        yield with((x, y, old) -> far.at(x, y) < gap ? old : old - depth * ink(x, y));
      }
      case "dirt" -> {
        sheet(150, 600, 0.5, 0.8);
        for (int specks = 3 + random.nextInt(20); specks > 0; specks--) {
          double x0 = between(0, width);
          double y0 = between(0, height);
          double radius = between(0.3, 0.022 * size);
          with((x, y, old) -> Math.hypot(x - x0, y - y0) < radius ? level - depth : old);
        }
        yield written();
      }
      default -> row(kind);
    };
  }

  /** Draws what is never light on dark; null for other kinds. */
  private Sheet scene(String kind) {
    return switch (kind) {
      case "patch on white" -> {
        Drawing outer = sheet(200, 600, 0.4, 0.8).page;
        width = (int) (width * between(0.45, 0.9));
        height = (int) (height * between(0.45, 0.9));
        levels(120, 225, 0, 70).place(0.4, 0.85);
        double range = between(0, 60);
        paper().sloping(range).with((x, y, old) -> Math.min(252, old)).written();
        Drawing white = Drawing.paper(outer.width(), outer.height(), 255, 0, random);
        double x0 = between(width / 2.0, white.width() - width / 2.0);
        double y0 = between(height / 2.0, white.height() - height / 2.0);
        yield on(white.lay(page, x0, y0, 0));
      }
      case "page on a table" -> {
        Drawing sheet = sheet(200, 500, 0.4, 0.8).levels(170, 245, 0, 80).paper().written().page;
        double period = between(8, 40);
        double wave = between(0, 12);
        width = (int) (width * between(1.35, 2));
        height = (int) (height * between(1.35, 2));
        on(Drawing.paper(width, height, between(10, level - 70), between(2, 15), random));
        with((x, y, old) -> old + wave * Math.sin(300 * across(x, y) / period));
        double x0 = width * between(0.46, 0.54);
        yield on(page.lay(sheet, x0, height * between(0.46, 0.54), degrees));
      }
      case "hard shadow", "soft shadow" -> {
        double soft = kind.equals("hard shadow") ? 0.02 : between(0.1, 0.8);
        sheet(150, 500, 0.4, 0.85).levels(180, 250, 0, 90);
        double dark = between(0.45, 0.8);
        double offset = between(-0.5, 0.5);
        Field share = (x, y) -> clipped((across(x, y) - offset) / soft + 0.5, 1);
        yield paper().shaded().with((x, y, old) -> old * (1 - (1 - dark) * share.at(x, y)));
      }
      case "black corners" -> {
        sheet(150, 500, 0.4, 0.68);
        depth = between(90, level);
        centered();
        Drawing black = Drawing.paper(width, height, between(0, 25), 0, random);
        yield on(black.lay(paper().written().page, width / 2.0, height / 2.0, degrees));
      }
      case "clipped gradient" -> sheet(150, 500, 0.4, 0.8).inLight(between(300, 700));
      case "paper's edge" -> {
        sheet(150, 500, 0.4, 0.75);
        top = Math.max(top, 0.14 * height - size / 7);
        double under = between(20, level - 50) - level;
        double deep = between(0.02, 0.1) * height;
        double slope = Math.tan(Math.toRadians(degrees / 8));
        Field edge = (x, y) -> y + slope * (x - width / 2.0);
        yield written().with((x, y, old) -> edge.at(x, y) < deep ? old + under : old);
      }
      case "ruled paper" -> sheet(200, 700, 0.35, 0.85).ruled(false).written();
      case "grid paper" -> sheet(200, 700, 0.35, 0.85).ruled(true).written();
      case "form cell" -> {
        sheet(40, 250, 0.4, 0.62).levels(90, 250, 4, 60).centered();
        int margin = (int) (Math.min(width, height) * between(0.03, 0.1));
        int thick = 1 + random.nextInt(1 + width / 70);
        double darker = between(20, depth);
        Field deep = (x, y) -> Math.min(Math.min(x, y), Math.min(width - 1 - x, height - 1 - y));
        Field line =
            (x, y) -> deep.at(x, y) >= margin && deep.at(x, y) < margin + thick ? darker : 0;
        yield paper().written().with((x, y, old) -> old - line.at(x, y));
      }
      case "thumb" -> {
        sheet(200, 600, 0.4, 0.65).levels(190, 250, 0, 90);
        left = Math.max(left, width - size * 0.93);
        top = Math.min(top, 0.05 * height);
        double radius = between(0.12, 0.3) * Math.min(width, height);
        double x0 = between(-0.3, 0.3) * radius;
        double y0 = height + between(-0.5, 0.1) * radius;
        double skin = between(70, 150);
        Field far = (x, y) -> Math.hypot(x - x0, (y - y0) * 0.8);
        paper().written();
        yield with((x, y, old) -> far.at(x, y) < radius ? skin + (old - level) / 2 : old);
      }
      default -> null;
    };
  }

  private Sheet row(String kind) {
    boolean even = kind.equals("several digits");
    double box = log(40, 160);
    double pitch = box * (even ? between(1.05, 1.3) : between(1, 1.2));
    double wild = even ? 0.02 : 0.1;
    width = (int) (pitch * digits.size() + box * between(0.3, 1.5));
    height = (int) (box * between(1.7, 3));
    levels(160, 250, 6, 100);
    double range = kind.equals("row in uneven light") ? between(30, 120) : 0;
    paper().with((x, y, old) -> old - range * (1 + across(x, y)) / 4);
    if (kind.equals("row on ruled paper")) {
      ruled(false);
    }
    double before = (width - pitch * digits.size()) / 2;
    double above = (height - box) * between(0.4, 0.6);
    for (int i = 0; i < digits.size(); i++) {
      digit = digits.get(i);
      size = box * (1 + between(-wild, wild)) * 28 / 20;
      left = before + pitch * i + (pitch - size) / 2;
      top = above + (box - size) / 2 + between(-wild, wild) * box * 0.7;
      shaded();
    }
    return this;
  }

  /** As Matplotlib's imshow draws an image: gray, inverted, or in dark blue and yellow. */
  private BufferedImage plot(boolean grid) {
    int side = (int) log(150, 450);
    int x0 = (int) (side * between(0.1, 0.25));
    int y0 = (int) (side * between(0.06, 0.2));
    width = side + x0 + (int) (side * between(0.05, 0.2));
    height = side + y0 + (int) (side * between(0.1, 0.2));
    BufferedImage plot = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = plot.createGraphics();
    graphics.fillRect(0, 0, width, height);
    int map = random.nextInt(3);
    for (int i = 0; i < side * side; i++) {
      int value = digit[28 * (28 * (i / side) / side) + 28 * (i % side) / side] & 0xFF;
      float share = value / 255f;
      Color color =
          map == 2
              ? new Color(0.27f + 0.72f * share, 0.9f * share, 0.33f - 0.19f * share)
              : new Color(0x10101 * (map == 0 ? value : 255 - value));
      plot.setRGB(x0 + i % side, y0 + i / side, color.getRGB());
    }
    Color line = random.nextBoolean() ? Color.WHITE : new Color(0xB0B0B0);
    int wide = side > 300 ? 1 : 0;
    graphics.translate(x0, y0);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    for (int tick = 0; tick < 28; tick += 5) {
      int place = (int) ((tick + 0.5) * side / 28);
      if (grid) {
        graphics.setColor(line);
        graphics.fillRect(place - wide, -wide, 1 + wide, side + 1 + wide);
        graphics.fillRect(-wide, place - wide, side + 1 + wide, 1 + wide);
      }
      graphics.setColor(Color.BLACK);
      graphics.drawLine(place, side, place, side + 4);
      graphics.drawLine(-4, place, 0, place);
      graphics.drawString("" + tick, place - 4, side + 14);
      graphics.drawString("" + tick, Math.max(-x0, -18), place + 4);
    }
    graphics.drawRect(0, 0, side, side);
    graphics.dispose();
    return plot;
  }
}
