package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  private static final int AT_ONCE = 8;

  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() throws IOException {
    try (FolderLock held = FolderLock.take(folder)) {
      held.confirm();
      String holder = "process %d on \\S+ since \\S+Z".formatted(ProcessHandle.current().pid());
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOf(FolderLock.InUseException.class)
          .hasMessageMatching(".*: in use by " + holder);
      assertThat(FolderLock.holder(folder)).get().asString().matches(holder);
      held.confirm();
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(FolderLock.holder(folder)).isEmpty();
    FolderLock.take(folder).close();
  }

  @Test
  void isTakenFromADeadProcessOfThisMachine() throws Exception {
    String holder = left();
    long dead = dead();
    Files.writeString(file(), holder.replaceFirst("process \\d+", "process " + dead));
    takesOver();
  }

  /** In a container that is started anew, the process has the number of the one before. */
  @Test
  void isTakenFromADeadProcessOfTheSameNumber() throws Exception {
    Files.writeString(file(), left().replaceFirst("since \\S+", "since 2026-01-01T00:00:00Z"));
    takesOver();
  }

  @Test
  void isTakenFromAnotherMachineThatIsSilentOnly() throws IOException {
    Files.writeString(file(), "process 1 on elsewhere since 2026-01-01T00:00:00Z\nx\n");
    age(FolderLock.SILENCE.minusMinutes(1));
    assertThatThrownBy(() -> FolderLock.take(folder))
        .hasMessageEndingWith("in use by process 1 on elsewhere since 2026-01-01T00:00:00Z");
    assertThat(file()).content().endsWith("\nx\n");
    age(FolderLock.SILENCE.plusSeconds(2));
    takesOver();
  }

  /** What a process leaves that dies, or finds its disk full, between the file and its content. */
  @Test
  void isTakenWhenEmptyAndSilentOnly() throws IOException {
    Files.createFile(file());
    assertThatThrownBy(() -> FolderLock.take(folder)).hasMessageContaining("another process");
    age(FolderLock.SILENCE.plusSeconds(2));
    takesOver();
  }

  @Test
  void isNoticedToBeLost() throws IOException {
    FolderLock slept = FolderLock.take(folder);
    age(FolderLock.SILENCE.plusSeconds(2));
    try (FolderLock taken = FolderLock.take(folder)) {
      assertThatThrownBy(slept::confirm).hasMessageContaining("another process took it over");
      slept.close();
      taken.confirm();
    }
    assertThatThrownBy(slept::confirm).hasMessageContaining("another process took it over");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void isKeptAliveByItsHolder() throws IOException {
    try (FolderLock held = FolderLock.take(folder)) {
      age(FolderLock.SILENCE.minusSeconds(2));
      held.confirm();
      assertThat(Files.getLastModifiedTime(file()).toInstant())
          .isAfter(Instant.now().minusSeconds(60));
    }
  }

  @Test
  void isOfAFolderThatIsThere() throws IOException {
    assertThatThrownBy(() -> FolderLock.take(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(FolderLock.holder(folder.resolve("none"))).isEmpty();
    Path inTheWay = Files.createFile(folder.resolve("file"));
    assertThat(FolderLock.holder(inTheWay.resolve("run"))).isEmpty();
  }

  /** Of several that find a dead process's lock at once, one has it, and never two. */
  @RepeatedTest(50)
  void isTakenOverByOne() throws Exception {
    Files.writeString(file(), "process 1 on elsewhere since 2026-01-01T00:00:00Z\nx\n");
    age(FolderLock.SILENCE.plusMinutes(1));
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger takers = new AtomicInteger();
    Callable<Void> take =
        () -> {
          try (FolderLock lock = FolderLock.take(folder)) {
            takers.incrementAndGet();
            assertThat(holders.incrementAndGet()).isEqualTo(1);
            lock.confirm();
            holders.decrementAndGet();
          } catch (FolderLock.InUseException e) {
            assertThat(e).hasMessageContaining("in use by");
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (var end : pool.invokeAll(Stream.generate(() -> take).limit(AT_ONCE).toList())) {
        end.get();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(takers).hasPositiveValue();
    assertThat(folder).isEmptyDirectory();
  }

  private void takesOver() throws IOException {
    assertThat(FolderLock.holder(folder)).isEmpty();
    try (FolderLock lock = FolderLock.take(folder)) {
      lock.confirm();
      assertThat(file()).content().contains("process " + ProcessHandle.current().pid());
    }
    assertThat(folder).isEmptyDirectory();
  }

  private Path file() {
    return folder.resolve(FolderLock.FILE);
  }

  private void age(Duration age) throws IOException {
    Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(age)));
  }

  /** Returns what a lock's file holds. */
  private String left() throws IOException {
    FolderLock lock = FolderLock.take(folder);
    String content = Files.readString(file());
    lock.close();
    return content;
  }

  private static long dead() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return process.pid();
  }
}
