package org.tinymnist;

import java.util.Optional;
import java.util.OptionalDouble;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.Augmentation.Interpolation;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.OneCycle;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.experiment.Schedule;

public final class Recipes {

  public static final OneCycle ONE_CYCLE = cycled(0.05, 0.2, OneCycle.Anneal.COS);

  /** Some of everything, to the end. */
  public static final Augmentation AUGMENTATION = augmentation(Optional.empty());

  private Recipes() {}

  /** Returns a schedule with PyTorch's default cycle of the momentum. */
  public static OneCycle cycled(double maxLr, double pctStart, OneCycle.Anneal anneal) {
    OptionalDouble base = OptionalDouble.of(0.85);
    OptionalDouble max = OptionalDouble.of(0.95);
    OptionalDouble none = OptionalDouble.empty();
    return new OneCycle(maxLr, pctStart, 10, 100, anneal, true, base, max, none);
  }

  public static Augmentation augmentation(Optional<Augmentation.Fade> fade) {
    return new Augmentation(10, 0.05, 2, 0.1, 0.1, Interpolation.BILINEAR, fade);
  }

  /** Returns Model 1's recipe for so many epochs, without augmentation. */
  public static Recipe model1(int epochs) {
    return of(epochs, 128, ONE_CYCLE, Dropout.NONE, Augmentation.NONE);
  }

  public static Recipe random(int epochs) {
    return of(epochs, 128, ONE_CYCLE, new Dropout(0.1, 0.1), AUGMENTATION);
  }

  public static Recipe of(
      int epochs, int batch, Schedule schedule, Dropout dropout, Augmentation augmentation) {
    return new Recipe(epochs, batch, 0.02, 0, schedule, dropout, augmentation, null);
  }

  public static Experiment experiment(String name, Recipe recipe) {
    return new Experiment(name, "About " + name, "", Optional.empty(), Optional.empty(), 0, recipe);
  }
}
