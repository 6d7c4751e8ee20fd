package org.tinymnist.data;

import static org.tinymnist.Hostile.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;

class IdxFileFuzzTest {

  @FuzzTest
  void readsOrRefuses(byte[] bytes) throws Exception {
    for (String name : new String[] {"raw", "packed.gz"}) {
      IdxFile file = new IdxFile(name, () -> new ByteArrayInputStream(bytes));
      readOrRefuse(InvalidDataException.class, file::readImages);
      readOrRefuse(InvalidDataException.class, file::readLabels);
    }
  }
}
