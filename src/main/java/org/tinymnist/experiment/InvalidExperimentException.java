package org.tinymnist.experiment;

import java.nio.file.Path;

/**
 * An experiment's file that is not what it should be. The message is one line with the file, the
 * line, the key, the value and what was expected, as far as there are such.
 */
public final class InvalidExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidExperimentException(Path file, String problem) {
    super("%s: %s".formatted(file, problem));
  }

  InvalidExperimentException(Path file, int line, String problem) {
    super("%s:%d: %s".formatted(file, line, problem));
  }
}
