package org.tinymnist.report;

import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tinymnist.analysis.Metric;

/**
 * The templates in {@code resources/report}: {@code .ftl} for Markdown, {@code .ftlx} for SVG,
 * whose text is escaped automatically.
 */
final class Templates {

  private static final String MARKDOWN =
      "reference user words tests epochs mistakes claims runs readme ablations";
  private static final String SVG = "style lines dots digits";

  private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_35);

  /** Shows an empty optional as a missing value. */
  private static final class Wrapper extends DefaultObjectWrapper {

    Wrapper() {
      super(Configuration.VERSION_2_3_35);
    }

    @Override
    public TemplateModel wrap(Object value) throws TemplateModelException {
      if (value instanceof Optional<?> optional) {
        return super.wrap(optional.orElse(null));
      }
      if (value instanceof OptionalDouble number) {
        return super.wrap(number.isPresent() ? number.getAsDouble() : null);
      }
      return super.wrap(value);
    }
  }

  /**
   * Reads and thereby checks all templates.
   *
   * @throws IllegalStateException if one is broken
   */
  Templates() {
    configuration.setClassForTemplateLoading(Templates.class, "/report");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setURLEscapingCharset("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setLocalizedLookup(false);
    configuration.setNumberFormat("computer");
    configuration.setObjectWrapper(new Wrapper());
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    try {
      configuration.setSharedVariable("f", new Format());
      for (String name : MARKDOWN.split(" ")) {
        configuration.getTemplate(name + ".ftl");
      }
      for (String name : SVG.split(" ")) {
        configuration.getTemplate(name + ".ftlx");
      }
    } catch (IOException | TemplateModelException e) {
      throw new IllegalStateException("broken template: " + e.getMessage(), e);
    }
  }

  String render(String name, Map<String, ?> values) throws IOException {
    Map<String, Object> all = new HashMap<>(values);
    all.put("metrics", Metric.values());
    all.put("trainAccuracy", Metric.TRAIN_ACCURACY);
    all.put("testAccuracy", Metric.TEST_ACCURACY);
    StringWriter text = new StringWriter();
    try {
      configuration.getTemplate(name).process(all, text);
    } catch (TemplateException e) {
      throw new IllegalStateException("template " + name + ": " + e.getMessageWithoutStackTop(), e);
    }
    return text.toString();
  }
}
