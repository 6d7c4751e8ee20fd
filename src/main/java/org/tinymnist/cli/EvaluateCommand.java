package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = "Print a model's test accuracy, loss and confusion matrix.",
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Mixin private DataOption data;

  @Override
  public Integer call() {
    LabeledImages test = data.loadTest();
    main.loadTensorFlow();
    try (Classifier classifier = Classifier.load(model.folder())) {
      print(Evaluation.of(classifier, test), test.count());
    }
    return 0;
  }

  private void print(Evaluation evaluation, int count) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "accuracy  %.2f %% (%,d of %,d)%n",
        100.0 * evaluation.correct() / count, evaluation.correct(), count);
    out.printf("loss      %.4f (cross-entropy, no label smoothing)%n%n", evaluation.loss());
    out.println("label \\ predicted");
    out.print("     ");
    for (int c = 0; c < LabeledImages.CLASSES; c++) {
      out.printf("%6d", c);
    }
    out.println();
    for (int label = 0; label < LabeledImages.CLASSES; label++) {
      out.printf("%5d", label);
      Arrays.stream(evaluation.confusion()[label]).forEach(n -> out.printf("%6d", n));
      out.println();
    }
  }
}
