package org.tinymnist.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that appear complete or not at all. */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes a temporary file, forces it to the disk and moves it.
   *
   * @throws IOException with the file's name; an existing file is then kept
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(beside, content);
      Folders.force(beside);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // Of a channel, as for a full disk: it does not name the file.
      throw (IOException)
          new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
