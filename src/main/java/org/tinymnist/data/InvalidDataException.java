package org.tinymnist.data;

/**
 * A file that does not hold what it should. The message is one line: the file, what was found, what
 * was expected.
 */
public final class InvalidDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidDataException(String message) {
    super(message);
  }

  InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
