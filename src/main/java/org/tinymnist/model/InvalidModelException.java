package org.tinymnist.model;

/** Thrown when a folder is not a SavedModel that classifies digits. The message is one line. */
public final class InvalidModelException extends RuntimeException {

  InvalidModelException(String message) {
    super(message);
  }

  InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
