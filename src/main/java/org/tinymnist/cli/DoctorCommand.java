package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;
import org.tinymnist.device.CudaLibrary;
import org.tinymnist.device.Device;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.device.Gpu;
import org.tinymnist.device.Machine;
import org.tinymnist.device.NvidiaDriver;
import org.tinymnist.results.Software;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Show the available devices and which one will be used.",
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

  private static final double GIB = 1L << 30;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;
  @Mixin private GpuOption gpu;
  @Mixin private ResultsOption results;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DeviceSelection selection = main.loadTensorFlow(gpu);
    printDriver(selection.driver());
    selection.libraries().forEach(this::printLibrary);
    Software software = Software.current(TensorFlow.version());
    print(
        "TensorFlow",
        "%s for the %s, through TensorFlow Java %s, Java %s"
            .formatted(
                TensorFlow.version(),
                selection.gpuBuild() ? "GPU" : "CPU",
                software.tensorflowJava(),
                software.java()));
    selection.ran().ifPresent(this::printKernels);
    printMachine(Machine.current());
    printDisk("Results", results.folder());
    printDisk("Native libraries", Loader.getCacheDir().toPath());
    out.println(selection.sentence());
    return selection.possible() ? 0 : 1;
  }

  private void printDriver(NvidiaDriver driver) {
    print("NVIDIA driver", driver.version().orElse("none"));
    for (Gpu device : driver.gpus()) {
      print(
          "GPU",
          "%s, compute capability %s, %s of memory"
              .formatted(device.name(), device.computeCapability(), device.memory()));
    }
    driver.problem().ifPresent(problem -> print("GPU", "not used: " + problem));
  }

  private void printLibrary(CudaLibrary library) {
    String file = library.file().map(Path::toString).orElse("loaded");
    print(library.soname(), library.problem().orElse(file));
  }

  private void printKernels(Device device) {
    if (!device.gpu()) {
      print("oneDNN", device.onednn() ? "in use" : "not in use: TF_ENABLE_ONEDNN_OPTS is 0");
    }
  }

  private void printMachine(Machine machine) {
    print("Processor", "%s, %s cores".formatted(machine.processor(), machine.cores()));
    print(
        "CPU features",
        machine.features().isEmpty() ? "unknown" : String.join(" ", machine.features()));
    print("Memory", gib(machine.memoryGib() * GIB));
  }

  private void printDisk(String what, Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    print(what, "%s free in %s".formatted(gib(there.toFile().getUsableSpace()), folder));
  }

  private static String gib(double bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  private void print(String what, String value) {
    spec.commandLine().getOut().printf("%-18s %s%n", what, value);
  }
}
