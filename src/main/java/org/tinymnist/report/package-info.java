/**
 * The report: reads what the runs left in the results folder and writes Markdown and charts. Files
 * in, files out; nothing here trains or needs TensorFlow.
 */
package org.tinymnist.report;
