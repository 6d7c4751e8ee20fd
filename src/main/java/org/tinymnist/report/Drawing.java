package org.tinymnist.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * An SVG that is drawn piece by piece. Text is drawn as outlines, so that no reader needs a font.
 */
final class Drawing {
  /** What of a text stands at the given place. */
  enum Align {
    LEFT(0),
    CENTRE(0.5),
    RIGHT(1);

    private final double before;

    Align(double before) {
      this.before = before;
    }
  }

  private static final FontRenderContext OUTLINES = new FontRenderContext(null, true, true);

  private final VectorGraphics2D graphics = new VectorGraphics2D();
  private final double width;
  private final double height;

  Drawing(double width, double height) {
    this.width = width;
    this.height = height;
  }

  void line(double x1, double y1, double x2, double y2, Color colour, double thickness) {
    graphics.setColor(colour);
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  void dot(double x, double y, double radius, Color colour) {
    fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), colour);
  }

  void diamond(double x, double y, double radius, Color colour) {
    Path2D path = new Path2D.Double();
    path.moveTo(x - radius, y);
    path.lineTo(x, y - radius);
    path.lineTo(x + radius, y);
    path.lineTo(x, y + radius);
    path.closePath();
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(1.6f));
    graphics.draw(path);
  }

  void rectangle(double x, double y, double w, double h, Color colour) {
    fill(new Rectangle2D.Double(x, y, w, h), colour);
  }

  private void fill(Shape shape, Color colour) {
    graphics.setColor(colour);
    graphics.fill(shape);
  }

  /** Draws a line of text whose middle height is at {@code y}. */
  void text(String text, double x, double y, Align align, int size, Color colour) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
    GlyphVector glyphs = font.createGlyphVector(OUTLINES, text);
    double left = x - align.before * glyphs.getLogicalBounds().getWidth();
    double capital = font.createGlyphVector(OUTLINES, "H").getVisualBounds().getHeight();
    fill(glyphs.getOutline((float) left, (float) (y + capital / 2)), colour);
  }

  byte[] svg() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Processors.get("svg")
        .getDocument(graphics.getCommands(), new PageSize(0, 0, width, height))
        .writeTo(bytes);
    return bytes.toByteArray();
  }
}
