package org.tinymnist.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on a folder and its content. */
public final class Folders {

  private Folders() {}

  /** Creates a folder if it does not exist, and checks that it is writable. */
  public static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    try {
      Files.delete(Files.createTempFile(folder, ".", ".tmp"));
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(folder.toString());
    } catch (FileSystemException e) {
      throw new FileSystemException(folder.toString(), null, e.getReason());
    }
  }

  /** Forces every file to the disk, so that no file is moved before its content is written. */
  public static void force(Path folder) throws IOException {
    for (Path file : walk(folder)) {
      if (Files.isRegularFile(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : walk(folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Lists content before its folder. */
  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
