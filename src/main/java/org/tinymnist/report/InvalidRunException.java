package org.tinymnist.report;

/** A run's folder that does not hold what it should. The message is one line, file first. */
final class InvalidRunException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRunException(String format, Object... arguments) {
    super(Markdown.plain(format.formatted(arguments)));
  }
}
