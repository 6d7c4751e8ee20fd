/** The report: what {@code analysis} finds, as Markdown and SVG by the templates in resources. */
package org.tinymnist.report;
