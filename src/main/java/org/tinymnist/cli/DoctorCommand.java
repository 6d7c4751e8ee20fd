package org.tinymnist.cli;

import java.nio.file.Path;
import java.util.List;
import org.tensorflow.TensorFlow;
import org.tinymnist.device.CudaLibrary;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.device.NvidiaDriver;
import org.tinymnist.results.Hardware;
import org.tinymnist.results.Software;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "doctor", description = "Show the available devices and which one will be used.")
final class DoctorCommand extends ProgramCommand {

  @Mixin private Options.Gpu gpu;

  @Override
  public Integer call() {
    DeviceSelection selection = gpu.load(verbose());
    NvidiaDriver driver = selection.driver();
    print("NVIDIA driver", driver.version().orElse("none"));
    for (NvidiaDriver.Gpu device : driver.gpus()) {
      String text = "%s, compute capability %s, %s of memory";
      print("GPU", text, device.name(), device.computeCapability(), device.memory());
    }
    driver.problem().ifPresent(problem -> print("GPU", "not used: %s", problem));
    for (CudaLibrary library : selection.libraries()) {
      String file = library.file().map(Path::toString).orElse("loaded");
      print(library.soname(), library.problem().orElse(file));
    }
    Software software = Software.current(TensorFlow.version());
    print(
        "TensorFlow",
        "%s for the %s, through TensorFlow Java %s, Java %s",
        software.tensorflow(),
        selection.gpuBuild() ? "GPU" : "CPU",
        software.tensorflowJava(),
        software.java());
    String onednn = "not in use: TF_ENABLE_ONEDNN_OPTS is 0";
    selection
        .ran()
        .filter(device -> !device.gpu())
        .ifPresent(device -> print("oneDNN", device.onednn() ? "in use" : onednn));
    Hardware machine = Hardware.current("", false);
    print("Processor", "%s, %s cores", machine.processor(), machine.cores());
    List<String> features = Hardware.processorFeatures();
    print("CPU features", features.isEmpty() ? "unknown" : String.join(" ", features));
    print("Memory", "%.1f GiB", machine.memoryGib());
    out().println(selection.sentence());
    return selection.possible() ? 0 : 1;
  }

  private void print(String what, String format, Object... values) {
    String value = values.length == 0 ? format : format.formatted(values);
    out().printf("%-18s %s%n", what, value);
  }
}
