package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.cli.Outcome;

/** The real Makefile, with a script that prints its arguments in place of Java. */
@EnabledOnOs(OS.LINUX)
class MakefileTest {

  /** An apostrophe, spaces, and what make or the shell would expand. */
  private static final String ODD = "Bob's Größe & co $(x) $x \\ \"#";

  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void build() throws IOException {
    project = project(folder.resolve("Bob's Größe & co"));
  }

  private static Path project(Path project) throws IOException {
    Files.createDirectories(project.resolve("src/main"));
    Files.createDirectories(project.resolve("experiments"));
    Files.copy(Path.of("Makefile"), project.resolve("Makefile"));
    Files.createDirectory(project.resolve("target"));
    for (String source : List.of("pom.xml", "experiments/a.json", "target/for-the-cpu")) {
      FileTime past = FileTime.from(Instant.now().minusSeconds(60));
      Files.setLastModifiedTime(Files.createFile(project.resolve(source)), past);
    }
    Files.createFile(project.resolve("target/tiny-mnist.jar"));
    Files.createDirectory(project.resolve("bin"));
    script(
        project, "java", "while [ \"$1\" != -jar ]; do shift; done; printf '%s\\n' \"$@\" $LC_ALL");
    return project;
  }

  private static void script(Path project, String name, String body) throws IOException {
    Path file = Files.writeString(project.resolve("bin").resolve(name), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void passesValuesOnAsTheyAre() throws Exception {
    String[] odd = {"experiments", "OUT=" + ODD, "DATA=" + ODD, "SEEDS=1 3"};
    Map<String, String> variables = Map.of("OUT", ODD, "DATA", ODD, "SEEDS", "1 3");
    for (Outcome outcome :
        List.of(make(Map.of("LC_ALL", "C.UTF-8"), odd), make(variables, "experiments"))) {
      assertThat(outcome.exit()).as(outcome.out()).isZero();
      assertThat(outcome.out().replace('\n', '|'))
          .startsWith("-jar|target/tiny-mnist.jar|run|--seeds|1 3|--out|" + ODD + "|--data|" + ODD);
    }
    Outcome help = make(Map.of(), "help", "OUT=" + ODD);
    assertThat(help.exit()).as(help.out()).isZero();
    assertThat(help.out()).contains(ODD);
    assertThat(make(Map.of("HOME", "/home/bob"), "report", "OUT=~/my results").out().lines())
        .contains("/home/bob/my results");
  }

  @Test
  void takesAListOfExperimentsOrOnePathWithSpaces() throws Exception {
    Files.createDirectory(project.resolve("my experiments"));
    assertThat(make(Map.of(), "experiments", "EXPERIMENTS=my experiments").out().lines())
        .contains("my experiments");
    assertThat(make(Map.of(), "experiments", "EXPERIMENTS=model-1 model-2").out().lines())
        .containsSequence("run", "model-1", "model-2", "--out");
  }

  @Test
  void takesOneForYesAndNothingElse() throws Exception {
    assertThat(make(Map.of(), "experiments", "AGAIN=1").out().lines()).contains("--again");
    assertThat(make(Map.of(), "experiments", "AGAIN=0", "TENSORBOARD=").out().lines())
        .doesNotContain("--again", "--tensorboard");
    assertRefused("AGAIN=no, expected 1 or 0", "AGAIN=no");
    assertRefused("QUICK=yes, expected 1 or 0", "QUICK=yes");
    assertRefused("GPU=On, expected on, off or auto", "GPU=On");
  }

  private void assertRefused(String message, String... arguments) throws Exception {
    Outcome ended = make(Map.of(), arguments);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out().lines()).singleElement().asString().contains("*** " + message);
  }

  /** A locale that is named but not installed has ASCII's characters only. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "xx_XX.UTF-8"})
  void choosesALocaleInWhichFilesCanHaveAnyName(String locale) throws Exception {
    assertThat(make(Map.of("LC_ALL", locale), "doctor").out().lines()).last().isEqualTo("C.UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "exit 2", "echo x:x:1:1::/nonexistent:/bin/sh"})
  void buildsInTargetForAUserWithoutAHome(String entry) throws Exception {
    script(project, "getent", entry);
    script(project, "mvn", "echo $MAVEN_OPTS");
    assertThat(make(Map.of(), "format").out().lines())
        .singleElement(STRING)
        .endsWith("-Duser.home=target/home");
    script(project, "getent", "echo x:x:1:1::/tmp:/bin/sh");
    assertThat(make(Map.of(), "format").out()).doesNotContain("user.home");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "wow!"})
  void refusesAFolderThatJavaCannotRunIn(String name) throws Exception {
    project = project(folder.resolve(name));
    assertRefused("Java cannot run in a folder whose path has `:`");
  }

  private Outcome make(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("make", "GPU=off"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("MAKE.*|MAVEN.*|LC_.*|LANG|OUT|DATA|SEEDS"));
    builder.environment().compute("PATH", (name, path) -> project.resolve("bin") + ":" + path);
    builder.environment().putAll(environment);
    return Outcome.of(builder.redirectErrorStream(true).start());
  }
}
