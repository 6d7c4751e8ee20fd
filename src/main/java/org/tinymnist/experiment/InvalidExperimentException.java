package org.tinymnist.experiment;

/**
 * An experiment that is not what it should be. The message is one line with the file, the line, the
 * key, the value and what was expected, as far as there are such.
 */
public final class InvalidExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidExperimentException(String message) {
    super(message);
  }
}
