package org.tinymnist.results;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** The project's own runs, packaged with the program. */
public final class Reference {

  private static final String FOLDER = "/reference-runs";

  private Reference() {}

  /** Reads the runs from the program's JAR file or the folder of its classes. */
  public static Study read() throws IOException {
    URL url = Reference.class.getResource(FOLDER);
    if (url == null) {
      throw new IOException("the program was built without " + FOLDER + ": build it again");
    }
    if (!url.getProtocol().equals("jar")) {
      return Study.read(path(url));
    }
    URL jar = ((JarURLConnection) url.openConnection()).getJarFileURL();
    try (FileSystem files = FileSystems.newFileSystem(path(jar))) {
      return Study.read(files.getPath(FOLDER));
    }
  }

  private static Path path(URL url) {
    return Path.of(URI.create(url.toString()));
  }
}
