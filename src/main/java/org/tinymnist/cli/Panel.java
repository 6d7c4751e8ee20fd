package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Lines at the bottom of a terminal that are written over again and again, one for each bar, with
 * ordinary output above them. Bars may come from several threads.
 */
final class Panel {

  private static final String UP_AND_CLEAR = "\033[A\033[2K";

  private final PrintWriter out;
  private final int width;
  private final List<Line> lines = new ArrayList<>();
  private int shown;

  /**
   * @param width columns of the terminal
   */
  Panel(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  /** Adds a line for a bar. */
  synchronized ProgressBarConsumer add() {
    Line line = new Line();
    lines.add(line);
    return line;
  }

  /** Prints a line above the bars. */
  synchronized void print(String line) {
    erase();
    out.println(line);
    draw();
  }

  private void erase() {
    for (; shown > 0; shown--) {
      out.print(UP_AND_CLEAR);
    }
  }

  private void draw() {
    lines.forEach(line -> out.println(line.text));
    shown = lines.size();
    out.flush();
  }

  private final class Line implements ProgressBarConsumer {
    private String text = "";

    @Override
    public int getMaxRenderedLength() {
      return width - 1;
    }

    @Override
    public void accept(String text) {
      synchronized (Panel.this) {
        this.text = text.substring(0, Math.min(text.length(), width - 1));
        erase();
        draw();
      }
    }

    @Override
    public void clear() {}

    /** Takes the line away: a job of many runs would fill the terminal. */
    @Override
    public void close() {
      synchronized (Panel.this) {
        erase();
        lines.remove(this);
        draw();
      }
    }
  }
}
