package org.tinymnist.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A sheet of test images, as a transparent PNG in the page's ink, with two lines under each. */
final class Digits {
  /** Pixels of the sheet for each of the page: sharp on fine screens too. */
  private static final int DENSITY = 2;

  private static final int SIZE = 28;
  private static final int COLUMNS = 10;
  private static final int CELL_WIDTH = Markdown.PAGE_WIDTH / COLUMNS * DENSITY;
  private static final int CELL_HEIGHT = 106 * DENSITY;
  private static final int DIGIT = 2 * SIZE * DENSITY;
  private static final int TOP = 6 * DENSITY;

  /** An image of the test set and what is written under it. */
  record Cell(int index, String title, String detail) {}

  private final Theme theme;

  Digits(Theme theme) {
    this.theme = theme;
  }

  byte[] draw(List<Cell> cells, IntFunction<byte[]> images) throws IOException {
    int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      for (int i = 0; i < cells.size(); i++) {
        int x = i % COLUMNS * CELL_WIDTH;
        int y = i / COLUMNS * CELL_HEIGHT;
        cell(graphics, x, y, cells.get(i), images.apply(cells.get(i).index()));
      }
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // Given a plain stream, ImageIO would go through a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(sheet, "png", out);
    }
    return png.toByteArray();
  }

  private void cell(Graphics2D graphics, int x, int y, Cell cell, byte[] pixels) {
    int left = x + (CELL_WIDTH - DIGIT) / 2;
    int scale = DIGIT / SIZE;
    Color ink = theme.text();
    graphics.setColor(theme.grid());
    graphics.drawRect(left - DENSITY, y + TOP - DENSITY, DIGIT + 2 * DENSITY, DIGIT + 2 * DENSITY);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int opacity = Byte.toUnsignedInt(pixels[i]);
      graphics.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), opacity));
      graphics.fillRect(left + i % SIZE * scale, y + TOP + i / SIZE * scale, scale, scale);
    }
    graphics.setColor(ink);
    int base = y + TOP + DIGIT;
    text(graphics, x, base + 17 * DENSITY, 14, cell.title());
    text(graphics, x, base + 32 * DENSITY, 12, cell.detail());
  }

  private static void text(Graphics2D graphics, int x, int baseline, int size, String text) {
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size * DENSITY));
    int width = graphics.getFontMetrics().stringWidth(text);
    graphics.drawString(text, x + (CELL_WIDTH - width) / 2, baseline);
  }
}
