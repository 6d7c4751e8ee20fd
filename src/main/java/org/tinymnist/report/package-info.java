/** The report: the results of {@code analysis} as Markdown and SVG, written by templates. */
package org.tinymnist.report;
