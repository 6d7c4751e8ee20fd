package org.tinymnist.results;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock on a folder, held by one process at a time: the operating system's lock on the file {@code
 * .lock}. The system frees it when the process ends, however it ends; a file without a holder means
 * nothing. The file's text only says who holds it.
 *
 * <p>The lock saves time and protects nothing: a run is a pure function whose files are moved into
 * place whole, so that two processes that train the same run end with the same bytes. This is why a
 * file system without locks is accepted, and why {@link #close} may delete the file although
 * another process could be about to lock it.
 */
public final class FolderLock implements AutoCloseable {

  static final String FILE = ".lock";

  /** The locked byte is behind the text: on Windows a locked byte cannot be read. */
  private static final long POSITION = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final Optional<String> warning;

  /** Another process holds the lock. The reason is one line that names it. */
  public static final class InUseException extends FileSystemException {

    private static final long serialVersionUID = 1;

    InUseException(Path folder, String holder) {
      super(folder.toString(), null, "in use by " + holder);
    }
  }

  private FolderLock(Path file, FileChannel channel, Optional<String> warning) {
    this.file = file;
    this.channel = channel;
    this.warning = warning;
  }

  /**
   * Locks an existing folder. If its file system has no locks, the result is only a {@link
   * #warning}.
   *
   * @throws InUseException if another process, or this one, holds the lock
   * @throws IOException if the file cannot be written
   */
  public static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Optional<String> warning = Optional.empty();
    try {
      if (!isFree(channel, false)) {
        throw new InUseException(folder, text(channel));
      }
    } catch (InUseException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      warning =
          Optional.of(
              "no locks on this file system (%s): two processes may train the same run, with the"
                      .formatted(e.getMessage())
                  + " same result");
    }
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      channel.close();
      // The exception of a full disk does not name the file.
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
    return new FolderLock(file, channel, warning);
  }

  /** Takes the lock, which the channel then holds until it is closed, if nobody else has it. */
  private static boolean isFree(FileChannel channel, boolean shared) throws IOException {
    try {
      FileLock lock = channel.tryLock(POSITION, 1, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Returns the process that holds the lock of a folder, for people. */
  public static Optional<String> holder(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return isFreeOrUnknown(channel) ? Optional.empty() : Optional.of(text(channel));
    }
  }

  private static boolean isFreeOrUnknown(FileChannel channel) {
    try {
      return isFree(channel, true);
    } catch (IOException e) {
      return true;
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(300);
    channel.read(text, 0);
    String line = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    // Empty between the lock and the text.
    return line.isEmpty() ? "another process" : line;
  }

  private static String self() {
    // The JVM's own name is <pid>@<host>.
    String[] name = ManagementFactory.getRuntimeMXBean().getName().split("@", 2);
    return "process %s on %s\n".formatted(name[0], name[name.length - 1]);
  }

  /** Returns why the file system could not lock the folder; empty if it is locked. */
  public Optional<String> warning() {
    return warning;
  }

  /** Frees the folder. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }
}
