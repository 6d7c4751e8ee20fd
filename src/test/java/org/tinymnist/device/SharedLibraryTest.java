package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SharedLibraryTest {

  @Test
  void namesTheFileAndCallsItsFunctions() {
    SharedLibrary c = SharedLibrary.open("libc.so.6");
    assertThat(c.path()).isRegularFile();
    assertThat(c.function("abs").invokeInt(new Object[] {-3})).isEqualTo(3);
  }

  @Test
  void givesTheLoadersReason(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> SharedLibrary.open("libnosuch.so.1"))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessage("libnosuch.so.1: cannot open shared object file: No such file or directory");
    Path broken = Files.writeString(folder.resolve("libbroken.so"), "not a library");
    assertThatThrownBy(() -> SharedLibrary.open(broken.toString()))
        .hasMessageContaining("" + broken);
  }
}
