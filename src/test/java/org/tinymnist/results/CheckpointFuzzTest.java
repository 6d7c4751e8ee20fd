package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Checkpoints whose checksums are right: only what they hold is wrong. */
class CheckpointFuzzTest {

  private static final byte[] IDENTITY = "{\"seed\":1}".getBytes();

  @TempDir static Path folder;

  @FuzzTest
  void readsOrPutsAside(byte[] bytes) throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(ByteBuffer.allocate(Integer.BYTES).putInt(IDENTITY.length).array());
    content.write(IDENTITY);
    content.write(bytes);
    content.write(MessageDigest.getInstance("SHA-256").digest(content.toByteArray()));
    Path file = folder.resolve(CheckpointFolder.NAME).resolve("epoch-1-step-0");
    Files.createDirectories(file.getParent());
    Files.write(file, content.toByteArray());
    List<String> notes = new ArrayList<>();
    new CheckpointFolder(folder, new JsonMapper().readTree(IDENTITY), notes::add, () -> false)
        .newest();
    assertThat(notes).hasSize(1);
    assertThat(Files.exists(file)).isEqualTo(notes.get(0).startsWith("goes on"));
  }
}
