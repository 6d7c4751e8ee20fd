package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "evaluate",
    description = "Print a model's test accuracy, loss and confusion matrix.")
final class EvaluateCommand extends ProgramCommand {

  @Mixin private Options.Model model;
  @Mixin private Options.Data data;

  @Override
  public Integer call() {
    LabeledImages test = data.loadTest();
    loadTensorFlow();
    try (Classifier classifier = Classifier.load(model.folder)) {
      print(Evaluation.of(classifier, test), test.count());
    }
    return 0;
  }

  private void print(Evaluation evaluation, int count) {
    PrintWriter out = out();
    out.printf(
        "accuracy  %.2f %% (%,d of %,d)%n",
        100.0 * evaluation.correct() / count, evaluation.correct(), count);
    out.printf("loss      %.4f (cross-entropy, no label smoothing)%n%n", evaluation.loss());
    out.printf("label \\ predicted%n     ");
    IntStream.range(0, LabeledImages.CLASSES).forEach(c -> out.printf("%6d", c));
    out.println();
    for (int label = 0; label < LabeledImages.CLASSES; label++) {
      out.printf("%5d", label);
      Arrays.stream(evaluation.confusion()[label]).forEach(n -> out.printf("%6d", n));
      out.println();
    }
  }
}
