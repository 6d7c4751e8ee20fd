package org.tinymnist.data;

/**
 * A file has invalid content. The message is one line: the file, what was found, what was expected.
 */
public final class InvalidDataException extends RuntimeException {
  public InvalidDataException(String message) {
    super(message);
  }

  public InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
