/** Statistics, comparisons, claims and verdicts, as values without text. */
package org.tinymnist.analysis;
