package org.tinymnist.experiment;

/** A setting that does not fit the others. The message is one line: its key, and what is wrong. */
public final class InvalidSettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String key;

  InvalidSettingException(String key, String problem) {
    super(key + ": " + problem);
    this.key = key;
  }

  /** Returns the setting's key after those of the mappings around it, with dots. */
  public String key() {
    return key;
  }
}
