package org.tinymnist.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a folder to one process at a time, of all machines that share its disk: NFS included, since
 * nothing is needed but that files are made and renamed atomically.
 *
 * <p>The holder writes its file anew every half minute. One that has not for ten minutes is taken
 * to be dead, and so is one of this machine whose process is gone. Its lock is then another's; the
 * holder, should it only have slept, notices at its next look.
 */
public final class FolderLock implements AutoCloseable {

  static final String FILE = ".lock";

  /** The disk's time in which a living holder has written many times. */
  static final Duration SILENCE = Duration.ofMinutes(10);

  private static final Duration BEAT = Duration.ofSeconds(30);

  /** Linux tells the start of a process to a second or so. */
  private static final Duration ROUNDING = Duration.ofSeconds(3);

  private static final Pattern HOLDER =
      Pattern.compile(
          "process (\\d{1,18}) on (\\S+) since (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)");

  private final Path file;
  private final byte[] content;
  private long beaten = System.nanoTime();

  /** Another process has the folder. The message is one line, that says which. */
  public static final class InUseException extends FileSystemException {

    private static final long serialVersionUID = 1;

    InUseException(Path folder, String holder) {
      super(folder.toString(), null, "in use by " + holder);
    }
  }

  private FolderLock(Path file, byte[] content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Takes a folder.
   *
   * @param folder is there
   * @throws InUseException if another process has it
   * @throws IOException if it cannot be written
   */
  public static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String content = "%s\n%s\n".formatted(self(), UUID.randomUUID());
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    while (true) {
      try {
        create(file, bytes);
        return new FolderLock(file, bytes);
      } catch (FileAlreadyExistsException e) {
        Optional<String> other = content(file);
        if (other.isPresent() && replace(file, other.get(), bytes)) {
          return new FolderLock(file, bytes);
        }
      }
    }
  }

  /** Puts a lock in place of a dead process's; of several that try, one makes the file for it. */
  private static boolean replace(Path file, String other, byte[] content) throws IOException {
    if (isAlive(file, other)) {
      throw new InUseException(file.getParent(), name(other));
    }
    Path next = file.resolveSibling(FILE + "-next");
    try {
      create(next, content);
    } catch (FileAlreadyExistsException e) {
      Optional<String> faster = content(next);
      if (faster.isPresent() && isAlive(next, faster.get())) {
        throw new InUseException(file.getParent(), name(faster.get()));
      }
      Files.deleteIfExists(next);
      return false;
    }
    boolean same = content(file).equals(Optional.of(other));
    if (same) {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(next);
    }
    return same;
  }

  private static void create(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A full disk: the exception does not name the file, and an empty one is left.
      Files.deleteIfExists(file);
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
  }

  /** Returns the process that has a folder, for people; empty if none that is alive has. */
  public static Optional<String> holder(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    // Not even a folder may be there.
    Optional<String> content = Files.exists(file) ? content(file) : Optional.empty();
    return content.isPresent() && isAlive(file, content.get())
        ? Optional.of(name(content.get()))
        : Optional.empty();
  }

  private static String self() {
    // The JVM's own name is <pid>@<host>.
    String[] name = ManagementFactory.getRuntimeMXBean().getName().split("@", 2);
    Instant start = start(ProcessHandle.current()).orElseGet(Instant::now);
    return "process %s on %s since %s"
        .formatted(name[0], name[name.length - 1], start.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }

  private static String name(String content) {
    return content.lines().findFirst().orElse("another process");
  }

  private static boolean isAlive(Path file, String content) throws IOException {
    Matcher holder = HOLDER.matcher(name(content));
    Matcher own = HOLDER.matcher(self());
    if (holder.matches() && own.matches() && holder.group(2).equals(own.group(2))) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(holder.group(1)));
      // Numbers of processes come again, in containers the same one each time.
      Instant since = Instant.parse(holder.group(3));
      if (process.isEmpty()
          || start(process.get())
              .map(start -> Duration.between(start, since).abs())
              .filter(apart -> apart.compareTo(ROUNDING) > 0)
              .isPresent()) {
        return false;
      }
    }
    try {
      // Both times are the disk's: the clocks of two machines are never compared.
      Path now = file.resolveSibling(FILE + "-" + UUID.randomUUID());
      Files.createFile(now);
      Instant time = Files.getLastModifiedTime(now).toInstant();
      Files.delete(now);
      return Files.getLastModifiedTime(file).toInstant().plus(SILENCE).isAfter(time);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Optional<String> content(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Says that the holder is alive, if it has not for half a minute. To be called often.
   *
   * @throws UncheckedIOException as {@link #confirm}
   */
  public void beat() {
    if (System.nanoTime() - beaten > BEAT.toNanos()) {
      confirm();
    }
  }

  /**
   * Says that the holder is alive, and makes sure that it still has the folder.
   *
   * @throws UncheckedIOException if it has not, or the file cannot be written
   */
  public void confirm() {
    // What is read and written is one file, even if another takes its name meanwhile.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer found = ByteBuffer.allocate(content.length);
      while (found.hasRemaining() && channel.read(found) > 0) {}
      if (!Arrays.equals(found.array(), content)) {
        throw new FileSystemException(file.toString(), null, "another process took it over");
      }
      channel.write(ByteBuffer.wrap(content), 0);
      beaten = System.nanoTime();
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(
          new FileSystemException(file.toString(), null, "another process took it over, and left"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the folder back, if it is still held. */
  @Override
  public void close() throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      Files.delete(file);
    }
  }
}
