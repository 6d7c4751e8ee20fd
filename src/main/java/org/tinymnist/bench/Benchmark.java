package org.tinymnist.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures contenders in rounds, so that whatever else happens on the machine hits all of them, and
 * each time in new processes, so that none owes its figures to one lucky start.
 */
public final class Benchmark {

  private final Path work;
  private final Map<Contender, List<Measured>> samples = new LinkedHashMap<>();
  private final Map<Contender, String> failures = new LinkedHashMap<>();

  private record Measured(Sample sample, double firstStepSeconds) {}

  /**
   * @param work a folder for the logs; is made if need be
   */
  public Benchmark(Path work) throws IOException {
    this.work = Files.createDirectories(work);
  }

  /**
   * Measures.
   *
   * @param round the order of a round; a contender may be in it more than once
   * @param rounds how many
   * @param listener is given a line for each measurement
   * @return a row for each contender, in the order of their first measurements
   * @throws IllegalStateException if a required one cannot be measured
   */
  public List<Row> measure(List<Contender> round, int rounds, Consumer<String> listener)
      throws IOException, InterruptedException {
    for (Contender contender : round) {
      samples.put(contender, new ArrayList<>());
    }
    for (int i = 0; i < rounds; i++) {
      for (Contender contender : round) {
        if (!failures.containsKey(contender)) {
          listener.accept(contender.title() + ": " + measure(contender));
        }
      }
    }
    return samples.keySet().stream().map(this::row).toList();
  }

  private String measure(Contender contender) throws IOException, InterruptedException {
    List<Fork> forks = new ArrayList<>();
    try {
      for (int i = 0; i < contender.processes(); i++) {
        forks.add(new Fork(contender.command(), work.resolve("log-" + i)));
      }
      for (Fork fork : forks) {
        fork.awaitReady();
      }
      forks.forEach(Fork::go);
      List<Measured> measured = new ArrayList<>();
      for (Fork fork : forks) {
        Sample sample = fork.sample();
        measured.add(new Measured(sample, fork.firstStepSeconds(sample)));
      }
      samples.get(contender).addAll(measured);
      return "%.2f ms a step".formatted(step(measured).median() / contender.runs());
    } catch (Fork.FailedException e) {
      if (contender.required()) {
        throw new IllegalStateException(contender.title() + ": " + e.getMessage(), e);
      }
      failures.put(contender, "failed: " + e.getMessage());
      return failures.get(contender);
    } finally {
      forks.forEach(Fork::close);
    }
  }

  private Row row(Contender contender) {
    List<Measured> measured = samples.get(contender);
    String failure = failures.get(contender);
    if (failure != null) {
      return new Row(contender.system(), failure, contender.variant(), Optional.empty());
    }
    OptionalDouble peak = median(measured, Sample::peakMb);
    return new Row(
        contender.system(),
        measured.get(0).sample().version(),
        contender.variant(),
        Optional.of(
            new Row.Measurement(
                contender.runs(),
                contender.threads(),
                step(measured),
                peak.isPresent()
                    ? OptionalDouble.of(peak.getAsDouble() * contender.processes())
                    : peak,
                Quartiles.of(measured.stream().map(Measured::firstStepSeconds).toList()).median(),
                median(measured, Sample::evaluationSeconds),
                median(measured, Sample::latencyMs))));
  }

  private static Quartiles step(List<Measured> measured) {
    return Quartiles.of(
        measured.stream().map(m -> m.sample().blockMs()).flatMap(Collection::stream).toList());
  }

  private static OptionalDouble median(List<Measured> measured, Function<Sample, Double> value) {
    List<Double> values =
        measured.stream().map(m -> value.apply(m.sample())).filter(Objects::nonNull).toList();
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Quartiles.of(values).median());
  }
}
