package org.tinymnist.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions that a run is made with.
 *
 * @param tinyMnist of this project
 * @param tensorflowJava of TensorFlow's Java API
 * @param tensorflow of TensorFlow itself
 * @param java of the JVM
 * @param os name, version and architecture of the operating system
 */
public record Software(
    String tinyMnist, String tensorflowJava, String tensorflow, String java, String os) {

  /**
   * Returns the versions in use.
   *
   * @param tensorflow of TensorFlow itself, which only its native library tells
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
