package org.tinymnist.experiment;

/**
 * An experiment that cannot be read. The message is one line with the file, line, key, value and
 * what was expected, as far as they are known.
 */
public final class InvalidExperimentException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String key;

  InvalidExperimentException(String message) {
    this("", message);
  }

  /**
   * Makes one for a key.
   *
   * @param key preceded by the keys of the mappings around it, with dots; empty for all of them
   */
  InvalidExperimentException(String key, String problem) {
    super(ExperimentJson.oneLine(key.isEmpty() ? problem : key + ": " + problem));
    this.key = key;
  }

  String key() {
    return key;
  }
}
