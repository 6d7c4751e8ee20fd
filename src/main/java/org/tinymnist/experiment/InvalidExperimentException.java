package org.tinymnist.experiment;

/**
 * Thrown for an invalid experiment. The message is one line with the file, line, key, value and the
 * expected value, as far as known.
 */
public final class InvalidExperimentException extends RuntimeException {

  private final String key;

  InvalidExperimentException(String message) {
    this("", message);
  }

  /** With the full path of the key, with dots; empty for the whole experiment. */
  InvalidExperimentException(String key, String problem) {
    super(ExperimentJson.oneLine(key.isEmpty() ? problem : key + ": " + problem));
    this.key = key;
  }

  String key() {
    return key;
  }
}
