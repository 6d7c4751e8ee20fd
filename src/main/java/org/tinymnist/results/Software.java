package org.tinymnist.results;

import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The software versions of a run; of the operating system also the name and architecture. */
public record Software(
    String tinyMnist, String tensorflowJava, String tensorflow, String java, String os) {

  /** Returns the versions in use; only its native library knows TensorFlow's. */
  public static Software current(String tensorflow) {
    ResourceBundle versions = versions();
    return new Software(
        versions.getString("version"),
        versions.getString("tensorflow-java"),
        tensorflow,
        System.getProperty("java.version"),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
  }

  private static ResourceBundle versions() {
    try {
      return ResourceBundle.getBundle("tiny-mnist");
    } catch (MissingResourceException e) {
      // Without file handles. The command line reports errors, even while it is built.
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
