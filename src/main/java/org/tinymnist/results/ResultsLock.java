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
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Keeps a results folder to one process at a time. The operating system ends the hold with the
 * process, however that ends, so that none is ever left behind; the file that is locked stays, and
 * says who took it last.
 */
public final class ResultsLock implements AutoCloseable {

  static final String FILE = ".lock";

  /** Past all content: where locks are binding, as on Windows, others can still read it. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final FileChannel channel;

  private ResultsLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a results folder.
   *
   * @param results is made if need be
   * @throws IOException if the folder cannot be written, or another process has it; the message
   *     says which, where and since when
   */
  public static ResultsLock take(Path results) throws IOException {
    Files.createDirectories(results);
    Path file = results.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        String holder = Files.readString(file).strip();
        throw new FileSystemException(
            results.toString(),
            null,
            "in use by %s; wait for it, or name another folder"
                .formatted(holder.isEmpty() ? "another process" : holder));
      }
      write(file, channel);
      return new ResultsLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      // It is this very process that has it.
      return null;
    }
  }

  private static void write(Path file, FileChannel channel) throws IOException {
    // The JVM's own name is <pid>@<host>.
    String[] name = ManagementFactory.getRuntimeMXBean().getName().split("@", 2);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String holder = "process %s on %s since %s\n".formatted(name[0], name[name.length - 1], now);
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
