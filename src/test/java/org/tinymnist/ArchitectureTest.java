package org.tinymnist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

  @ParameterizedTest
  @ValueSource(
      strings = {"experiment", "data", "picture", "files", "results", "analysis", "report"})
  void knowNoTensorFlowTransitively(String name) {
    // TensorFlow Java's classes, and JavaCPP's below them.
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage("org.tensorflow..", "org.bytedeco..")
        .check(CLASSES);
  }
}
