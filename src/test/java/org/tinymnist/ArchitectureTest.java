package org.tinymnist;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "org.tinymnist", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("org.tinymnist.cli..")
          .layer("experiment")
          .definedBy("org.tinymnist.experiment..")
          .layer("interop")
          .definedBy("org.tinymnist.interop..")
          .layer("train")
          .definedBy("org.tinymnist.train..")
          .layer("model")
          .definedBy("org.tinymnist.model..")
          .layer("report")
          .definedBy("org.tinymnist.report..")
          .layer("data")
          .definedBy("org.tinymnist.data..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("experiment")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("interop")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("train")
          .mayOnlyBeAccessedByLayers("experiment", "cli")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("train", "experiment", "interop", "cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli");

  @ArchTest
  static final ArchRule packagesHaveNoCircles =
      slices().matching("org.tinymnist.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theReportKnowsNoTensorFlow =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAPackage("org.tinymnist.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "org.bytedeco..");
}
