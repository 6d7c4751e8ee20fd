package org.tinymnist.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tinymnist.train.Augmentation;
import org.tinymnist.train.Averaging;
import org.tinymnist.train.ConstantRate;
import org.tinymnist.train.Dropout;
import org.tinymnist.train.Elastic;
import org.tinymnist.train.Fade;
import org.tinymnist.train.OneCycle;
import org.tinymnist.train.OneCycle.Anneal;
import org.tinymnist.train.OneCycle.Momentum;
import org.tinymnist.train.OneCycle.Momentum.Cycled;
import org.tinymnist.train.OneCycle.Momentum.Fixed;
import org.tinymnist.train.Precision;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Schedule;

/** The keys of an experiment's file: from YAML to an {@link Experiment}, and back to a map. */
final class ExperimentYaml {
  private static final String TITLE = "title";
  private static final String DESCRIPTION = "description";
  private static final String PUBLISHED = "published";
  private static final String VARIANT_OF = "variant_of";

  /** What an experiment is called and compared with: they decide nothing of how it is trained. */
  static final Set<String> WORDS = Set.of(TITLE, DESCRIPTION, PUBLISHED, VARIANT_OF);

  private static final String NESTEROV = "nesterov";
  private static final String SCHEDULE = "schedule";
  private static final String ONE_CYCLE = "one_cycle";
  private static final String ANNEAL = "anneal";
  private static final String CYCLE_MOMENTUM = "cycle_momentum";
  private static final String CONSTANT = "constant";
  private static final String DROPOUT = "dropout";
  private static final String AUGMENTATION = "augmentation";
  private static final String ELASTIC = "elastic";
  private static final String FADE = "fade";
  private static final String AVERAGING = "averaging";
  private static final String DETERMINISTIC = "deterministic";
  private static final String PRECISION = "precision";

  private static final int MAX_TITLE = 100;
  private static final int MAX_DESCRIPTION = 2_000;

  private ExperimentYaml() {}

  static Experiment experiment(String name, YamlMapping yaml) {
    yaml.only(
        List.of(
            TITLE,
            DESCRIPTION,
            PUBLISHED,
            VARIANT_OF,
            Experiment.VALIDATION.key(),
            Recipe.EPOCHS.key(),
            Recipe.BATCH_SIZE.key(),
            Recipe.LABEL_SMOOTHING.key(),
            Recipe.WEIGHT_DECAY.key(),
            NESTEROV,
            SCHEDULE,
            DROPOUT,
            AUGMENTATION,
            PRECISION,
            AVERAGING,
            DETERMINISTIC));
    return new Experiment(
        name,
        yaml.text(TITLE, MAX_TITLE),
        yaml.has(DESCRIPTION) ? yaml.text(DESCRIPTION, MAX_DESCRIPTION) : "",
        yaml.has(PUBLISHED)
            ? Optional.of(yaml.choice(PUBLISHED, Experiment.PUBLISHED))
            : Optional.empty(),
        yaml.has(VARIANT_OF)
            ? Optional.of(yaml.match(VARIANT_OF, Experiment.NAME))
            : Optional.empty(),
        yaml.has(Experiment.VALIDATION.key()) ? yaml.integer(Experiment.VALIDATION) : 0,
        recipe(yaml));
  }

  private static Recipe recipe(YamlMapping yaml) {
    return new Recipe(
        yaml.integer(Recipe.EPOCHS),
        yaml.integer(Recipe.BATCH_SIZE),
        yaml.number(Recipe.LABEL_SMOOTHING),
        yaml.has(Recipe.WEIGHT_DECAY.key()) ? yaml.number(Recipe.WEIGHT_DECAY) : 0,
        yaml.has(NESTEROV) && yaml.flag(NESTEROV),
        schedule(yaml.mapping(SCHEDULE)),
        yaml.has(DROPOUT) ? dropout(yaml.mapping(DROPOUT)) : Dropout.NONE,
        yaml.has(AUGMENTATION) ? augmentation(yaml.mapping(AUGMENTATION)) : Augmentation.NONE,
        yaml.has(PRECISION) ? yaml.choice(PRECISION, Precision.class) : Precision.FLOAT32,
        yaml.has(AVERAGING) ? Optional.of(averaging(yaml.mapping(AVERAGING))) : Optional.empty(),
        yaml.has(DETERMINISTIC) && yaml.flag(DETERMINISTIC));
  }

  private static Averaging averaging(YamlMapping yaml) {
    yaml.only(List.of(Averaging.AFTER.key(), Averaging.DECAY.key()));
    return new Averaging(yaml.integer(Averaging.AFTER), yaml.number(Averaging.DECAY));
  }

  private static Schedule schedule(YamlMapping yaml) {
    String kind = yaml.single(List.of(ONE_CYCLE, CONSTANT));
    YamlMapping settings = yaml.mapping(kind);
    return kind.equals(ONE_CYCLE) ? oneCycle(settings) : constantRate(settings);
  }

  private static OneCycle oneCycle(YamlMapping yaml) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                OneCycle.MAX_LR.key(),
                OneCycle.PCT_START.key(),
                OneCycle.DIV_FACTOR.key(),
                OneCycle.FINAL_DIV_FACTOR.key(),
                ANNEAL,
                CYCLE_MOMENTUM));
    boolean cycled = yaml.flag(CYCLE_MOMENTUM);
    keys.addAll(
        cycled
            ? List.of(Cycled.BASE_MOMENTUM.key(), Cycled.maxMomentum(0).key())
            : List.of(Fixed.MOMENTUM.key()));
    yaml.only(keys);
    return new OneCycle(
        yaml.number(OneCycle.MAX_LR),
        yaml.number(OneCycle.PCT_START),
        yaml.number(OneCycle.DIV_FACTOR),
        yaml.number(OneCycle.FINAL_DIV_FACTOR),
        yaml.choice(ANNEAL, Anneal.class),
        cycled ? cycled(yaml) : new Fixed(yaml.number(Fixed.MOMENTUM)));
  }

  private static Cycled cycled(YamlMapping yaml) {
    double base = yaml.number(Cycled.BASE_MOMENTUM);
    return new Cycled(base, yaml.number(Cycled.maxMomentum(base)));
  }

  private static ConstantRate constantRate(YamlMapping yaml) {
    yaml.only(List.of(ConstantRate.LEARNING_RATE.key(), ConstantRate.MOMENTUM.key()));
    return new ConstantRate(
        yaml.number(ConstantRate.LEARNING_RATE), yaml.number(ConstantRate.MOMENTUM));
  }

  private static Dropout dropout(YamlMapping yaml) {
    yaml.only(List.of(Dropout.BLOCKS.key(), Dropout.DENSE.key()));
    return new Dropout(yaml.number(Dropout.BLOCKS), yaml.number(Dropout.DENSE));
  }

  private static Augmentation augmentation(YamlMapping yaml) {
    yaml.only(
        List.of(
            Augmentation.ROTATION_DEGREES.key(),
            Augmentation.SHIFT_PIXELS.key(),
            Augmentation.SCALE.key(),
            Augmentation.SHEAR.key(),
            ELASTIC,
            FADE));
    return new Augmentation(
        yaml.number(Augmentation.ROTATION_DEGREES),
        yaml.number(Augmentation.SHIFT_PIXELS),
        yaml.number(Augmentation.SCALE),
        yaml.number(Augmentation.SHEAR),
        yaml.has(ELASTIC) ? Optional.of(elastic(yaml.mapping(ELASTIC))) : Optional.empty(),
        yaml.has(FADE) ? Optional.of(fade(yaml.mapping(FADE))) : Optional.empty());
  }

  private static Elastic elastic(YamlMapping yaml) {
    yaml.only(List.of(Elastic.ALPHA.key(), Elastic.SIGMA.key()));
    return new Elastic(yaml.number(Elastic.ALPHA), yaml.number(Elastic.SIGMA));
  }

  private static Fade fade(YamlMapping yaml) {
    yaml.only(List.of(Fade.AFTER.key(), Fade.OVER.key()));
    return new Fade(yaml.integer(Fade.AFTER), yaml.integer(Fade.OVER));
  }

  static Map<String, Object> map(Experiment experiment) {
    Recipe recipe = experiment.recipe();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(TITLE, experiment.title());
    if (!experiment.description().isEmpty()) {
      map.put(DESCRIPTION, experiment.description());
    }
    experiment.published().ifPresent(table -> map.put(PUBLISHED, table));
    experiment.variantOf().ifPresent(base -> map.put(VARIANT_OF, base));
    if (experiment.validation() > 0) {
      map.put(Experiment.VALIDATION.key(), experiment.validation());
    }
    map.put(Recipe.EPOCHS.key(), recipe.epochs());
    map.put(Recipe.BATCH_SIZE.key(), recipe.batchSize());
    map.put(Recipe.LABEL_SMOOTHING.key(), recipe.labelSmoothing());
    map.put(Recipe.WEIGHT_DECAY.key(), recipe.weightDecay());
    if (recipe.nesterov()) {
      map.put(NESTEROV, true);
    }
    map.put(SCHEDULE, map(recipe.schedule()));
    map.put(DROPOUT, map(recipe.dropout()));
    map.put(AUGMENTATION, map(recipe.augmentation()));
    map.put(PRECISION, YamlMapping.name(recipe.precision()));
    recipe.averaging().ifPresent(averaging -> map.put(AVERAGING, map(averaging)));
    if (recipe.deterministic()) {
      map.put(DETERMINISTIC, true);
    }
    return map;
  }

  private static Map<String, Object> map(Schedule schedule) {
    return schedule instanceof OneCycle oneCycle
        ? Map.of(ONE_CYCLE, map(oneCycle))
        : Map.of(CONSTANT, map((ConstantRate) schedule));
  }

  private static Map<String, Object> map(OneCycle schedule) {
    Momentum momentum = schedule.momentum();
    boolean cycled = momentum instanceof Cycled;
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(OneCycle.MAX_LR.key(), schedule.maxLr());
    map.put(OneCycle.PCT_START.key(), schedule.pctStart());
    map.put(OneCycle.DIV_FACTOR.key(), schedule.divFactor());
    map.put(OneCycle.FINAL_DIV_FACTOR.key(), schedule.finalDivFactor());
    map.put(ANNEAL, YamlMapping.name(schedule.anneal()));
    map.put(CYCLE_MOMENTUM, cycled);
    if (cycled) {
      map.put(Cycled.BASE_MOMENTUM.key(), momentum.base());
      map.put(Cycled.maxMomentum(momentum.base()).key(), momentum.max());
    } else {
      map.put(Fixed.MOMENTUM.key(), momentum.base());
    }
    return map;
  }

  private static Map<String, Object> map(ConstantRate schedule) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(ConstantRate.LEARNING_RATE.key(), schedule.learningRate());
    map.put(ConstantRate.MOMENTUM.key(), schedule.momentum());
    return map;
  }

  private static Map<String, Object> map(Dropout dropout) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(Dropout.BLOCKS.key(), dropout.blocks());
    map.put(Dropout.DENSE.key(), dropout.dense());
    return map;
  }

  private static Map<String, Object> map(Augmentation augmentation) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(Augmentation.ROTATION_DEGREES.key(), augmentation.rotationDegrees());
    map.put(Augmentation.SHIFT_PIXELS.key(), augmentation.shiftPixels());
    map.put(Augmentation.SCALE.key(), augmentation.scale());
    map.put(Augmentation.SHEAR.key(), augmentation.shear());
    augmentation.elastic().ifPresent(elastic -> map.put(ELASTIC, map(elastic)));
    augmentation.fade().ifPresent(fade -> map.put(FADE, map(fade)));
    return map;
  }

  private static Map<String, Object> map(Elastic elastic) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(Elastic.ALPHA.key(), elastic.alpha());
    map.put(Elastic.SIGMA.key(), elastic.sigma());
    return map;
  }

  private static Map<String, Object> map(Fade fade) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(Fade.AFTER.key(), fade.after());
    map.put(Fade.OVER.key(), fade.over());
    return map;
  }

  private static Map<String, Object> map(Averaging averaging) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(Averaging.AFTER.key(), averaging.after());
    map.put(Averaging.DECAY.key(), averaging.decay());
    return map;
  }
}
