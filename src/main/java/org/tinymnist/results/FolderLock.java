package org.tinymnist.results;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The operating system's lock on the file {@code .lock} of a folder, whose text names the holder.
 * The system frees it when the process ends; the file alone means nothing.
 *
 * <p>On one CPU model the lock only saves time: two processes on one run write the same bytes, and
 * move complete files into place. A file system without locks is therefore accepted, and {@link
 * #close} may delete the file although another process could be about to lock it.
 *
 * @param warning why the file system could not lock the folder
 */
public record FolderLock(Path file, FileChannel channel, Optional<String> warning)
    implements AutoCloseable {

  static final String FILE = ".lock";

  /** Beyond the text: on Windows a locked byte cannot be read. */
  private static final long POSITION = 1 << 20;

  /** The reason names the process that holds the lock. */
  public static final class InUseException extends FileSystemException {

    InUseException(Path folder, String holder) {
      super(folder.toString(), null, "in use by " + holder);
    }
  }

  /**
   * Locks an existing folder; without locks in the file system, the result has a warning.
   *
   * @throws InUseException if this or another process holds the lock
   */
  public static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean free = true;
    Optional<String> warning = Optional.empty();
    try {
      free = isFree(channel, false);
    } catch (IOException e) {
      String problem =
          "no locks on this file system (%s): two processes may train the same run, with the same"
              + " result";
      warning = Optional.of(problem.formatted(e.getMessage()));
    }
    if (!free) {
      try (channel) {
        throw new InUseException(folder, text(channel));
      }
    }
    try {
      channel.truncate(0);
      // The JVM's own name is <pid>@<host>.
      String self = ManagementFactory.getRuntimeMXBean().getName().replaceFirst("@", " on ");
      channel.write(StandardCharsets.UTF_8.encode("process " + self + "\n"));
    } catch (IOException e) {
      channel.close();
      // The exception for a full disk does not name the file.
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
    return new FolderLock(file, channel, warning);
  }

  /** Tries to take the lock, which is held until the channel is closed. */
  private static boolean isFree(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(POSITION, 1, shared) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Returns a description of the process that holds the lock, if one is known. */
  public static Optional<String> holder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ)) {
      return isFree(channel, true) ? Optional.empty() : Optional.of(text(channel));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(300);
    channel.read(text, 0);
    String line = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
    // A holder that has not written its text yet.
    return line.isEmpty() ? "another process" : line;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }
}
