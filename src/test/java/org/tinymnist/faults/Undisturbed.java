package org.tinymnist.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a short run of two epochs, made once for all of them. */
final class Undisturbed implements ParameterResolver {

  private static final int EPOCHS = 2;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ShortRun.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Undisturbed.class))
        .getOrComputeIfAbsent(ShortRun.class, type -> make());
  }

  private static ShortRun make() {
    try {
      Path target = Application.JAR.toAbsolutePath().getParent();
      return ShortRun.undisturbed(Files.createTempDirectory(target, "short-run"), EPOCHS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ParameterResolutionException("interrupted", e);
    } catch (IOException e) {
      throw new ParameterResolutionException(e.getMessage(), e);
    }
  }
}
