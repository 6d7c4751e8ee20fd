package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.cli.Outcome;

class FolderLockTest {

  @TempDir private Path folder;

  /** Holds a folder in a process of its own until it is killed. */
  public static void main(String[] arguments) throws Exception {
    FolderLock.take(Path.of(arguments[0]));
    System.out.println("held");
    Thread.sleep(Long.MAX_VALUE);
  }

  @Test
  void isHeldByOneProcessUntilItIsKilled() throws Exception {
    Process other = Outcome.start(FolderLockTest.class, List.of(), folder);
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("held");
      String holder = "process %s on \\S+".formatted(other.pid());
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOf(FolderLock.InUseException.class)
          .hasMessageMatching(".*: in use by " + holder);
      assertThat(FolderLock.holder(folder)).get().asString().matches(holder);
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve(FolderLock.FILE)).as("what a killed process leaves").exists();
    assertThat(FolderLock.holder(folder)).isEmpty();
    FolderLock.take(folder).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void isOfAFolderThatExists() throws IOException {
    assertThatThrownBy(() -> FolderLock.take(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(FolderLock.holder(folder.resolve("none"))).isEmpty();
    Path inTheWay = Files.createFile(folder.resolve("file"));
    assertThat(FolderLock.holder(inTheWay.resolve("run"))).isEmpty();
  }
}
