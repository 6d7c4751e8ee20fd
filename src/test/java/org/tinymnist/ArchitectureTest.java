package org.tinymnist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages have no circle, and those that only need numbers and files know no TensorFlow. */
class ArchitectureTest {

  private static final String ROOT = "org.tinymnist";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void packagesHaveNoCircles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** TensorFlow Java's classes, and JavaCPP's below them. */
  private static ArchRule knowsNoTensorFlow(String name) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage("org.tensorflow..", "org.bytedeco..");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"experiment", "data", "picture", "files", "results", "analysis", "report"})
  void knowNoTensorFlowTransitively(String name) {
    knowsNoTensorFlow(name).check(CLASSES);
  }

  /** The rule sees the classes: packages that do use TensorFlow break it. */
  @ParameterizedTest
  @ValueSource(strings = {"train", "runner"})
  void aBrokenRuleIsNoticed(String name) {
    assertThatThrownBy(() -> knowsNoTensorFlow(name).check(CLASSES))
        .isInstanceOf(AssertionError.class);
  }
}
