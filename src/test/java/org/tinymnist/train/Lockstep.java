package org.tinymnist.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.EpochMetrics;

/** The first steps of the note's models with seed 1: their losses and what was drawn for them. */
final class Lockstep {

  static final int STEPS = 100;

  /** By their numbers in {@code lockstep.csv}, which begin at 1. */
  static final List<String> MODELS =
      List.of("model-1-optimized", "model-2-onecycle-dropout", "model-3-baseline");

  private static final long SEED = 1;

  private Lockstep() {}

  /** Writes losses, augmented images and masks for {@code lockstep.py} into a folder. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    DataSet mnist = DataSet.mnist();
    try (DataTensors data = new DataTensors(mnist)) {
      for (String model : MODELS) {
        List<String> losses = losses(model, data).stream().map(String::valueOf).toList();
        Files.write(folder.resolve(model + "-losses.txt"), losses);
        writeDraws(recipe(model), mnist.train(), folder.resolve(model));
      }
    }
  }

  private static Recipe recipe(String model) throws IOException {
    Experiment experiment = Experiment.read(Path.of("experiments", model + ".yaml"));
    return experiment.recipe();
  }

  /** Returns the mean loss of each batch, from a run that is stopped after its first steps. */
  static List<Double> losses(String model, DataTensors data) throws IOException {
    List<Double> means = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
            means.add(loss);
          }

          @Override
          public void epoch(EpochMetrics metrics) {}
        };
    Checkpoint.Store stop =
        new Checkpoint.Store() {
          @Override
          public Optional<Checkpoint> newest() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {}

          @Override
          public boolean stopRequested() {
            return means.size() == STEPS;
          }
        };
    try {
      Trainer.train(recipe(model), SEED, data, new Execution(Device.CPU, 1), stop, listener);
      throw new IllegalStateException("not stopped");
    } catch (StoppedException e) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        // The listener hears means over the epoch so far, of batches that are all of one size.
        double before = step == 0 ? 0 : means.get(step - 1) * step;
        losses.add(means.get(step) * (step + 1) - before);
      }
      return losses;
    }
  }

  /**
   * Writes the augmented images as {@code <folder>-images.bin}, uint8 {@code [100, 128, 28, 28]},
   * and what dropout keeps as {@code <folder>-kept.bin}, uint8 {@code [100, 128, 98]}.
   */
  private static void writeDraws(Recipe recipe, LabeledImages train, Path prefix) throws Exception {
    RandomStreams random = new RandomStreams(SEED);
    int batch = recipe.batchSize();
    int[] order = random.order(1, train.count());
    ByteBuffer images = ByteBuffer.allocate(STEPS * batch * LabeledImages.PIXELS);
    ByteBuffer kept = ByteBuffer.allocate(STEPS * batch * StepDraws.UNITS);
    try (StepDraws draws = new StepDraws(recipe.augmentation(), recipe.dropout(), batch)) {
      for (int step = 0; step < STEPS; step++) {
        float[] pixels = new float[batch * LabeledImages.PIXELS];
        for (int i = 0; i < pixels.length; i++) {
          int image = order[step * batch + i / LabeledImages.PIXELS];
          int at = image * LabeledImages.PIXELS + i % LabeledImages.PIXELS;
          pixels[i] = Byte.toUnsignedInt(train.pixels()[at]);
        }
        images.put(draws.augmented(random.stepSeed(1, step), pixels));
        if (recipe.dropout().dense() > 0) {
          for (boolean[] dropped : draws.dropped(random.stepSeed(1, step))) {
            for (boolean each : dropped) {
              kept.put((byte) (each ? 0 : 1));
            }
          }
        }
      }
    }
    Files.write(Path.of(prefix + "-images.bin"), images.array());
    Files.write(Path.of(prefix + "-kept.bin"), Arrays.copyOf(kept.array(), kept.position()));
  }
}
