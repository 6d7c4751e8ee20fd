package org.tinymnist.model;

/** Thrown when a folder is not a SavedModel that classifies digits. The message is one line. */
public final class InvalidModelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InvalidModelException(String message) {
    super(message);
  }

  InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
