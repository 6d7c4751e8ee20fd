package org.tinymnist.cli;

import org.tinymnist.results.Software;
import picocli.CommandLine.IVersionProvider;

final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Software software = Software.current("");
    return new String[] {
      "tiny-mnist " + software.tinyMnist(),
      "TensorFlow Java %s, Java %s, %s"
          .formatted(software.tensorflowJava(), software.java(), software.os())
    };
  }
}
