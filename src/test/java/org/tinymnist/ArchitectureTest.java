package org.tinymnist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "org.tinymnist";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void dependenciesPointOneWay() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name :
        new String[] {
          "cli", "bench", "experiment", "demo", "train", "model", "report", "data", "device"
        }) {
      layers = layers.layer(name).definedBy(ROOT + "." + name + "..");
    }
    layers
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("bench")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("experiment")
        .mayOnlyBeAccessedByLayers("bench", "cli")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("train")
        .mayOnlyBeAccessedByLayers("experiment", "bench", "cli")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("train", "experiment", "bench", "demo", "cli")
        .whereLayer("device")
        .mayOnlyBeAccessedByLayers("train", "experiment", "bench", "cli")
        .whereLayer("device")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCircles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theReportKnowsNoTensorFlow() {
    var rule =
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tensorflow..", "org.bytedeco..");
    rule.check(CLASSES);
  }

  /** The classes are really looked at: a rule that they break is noticed. */
  @Test
  void aBrokenRuleIsNoticed() {
    var rule =
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".train..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.tensorflow..");
    assertThatThrownBy(() -> rule.check(CLASSES)).isInstanceOf(AssertionError.class);
  }
}
