package org.tinymnist.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The software versions of a run.
 *
 * @param os name, version and architecture of the operating system
 */
public record Software(
    String tinyMnist, String tensorflowJava, String tensorflow, String java, String os) {

  /**
   * Returns the versions in use.
   *
   * @param tensorflow TensorFlow's version, known only to its native library
   */
  public static Software current(String tensorflow) {
    Properties versions = new Properties();
    try (InputStream in = Software.class.getResourceAsStream("/tiny-mnist.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Software(
        versions.getProperty("version"),
        versions.getProperty("tensorflow-java"),
        tensorflow,
        System.getProperty("java.version"),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
  }
}
