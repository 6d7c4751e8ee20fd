package org.tinymnist.data;

/**
 * A file that does not hold what it should. The message is one line: the file, what was found, what
 * was expected.
 */
public final class InvalidDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates one with a message of one line. */
  public InvalidDataException(String message) {
    super(message);
  }

  /** Creates one with a message of one line, and what it comes from. */
  public InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
