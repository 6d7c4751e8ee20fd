/** What the runs show, as values without text: statistics, comparisons, claims and verdicts. */
package org.tinymnist.analysis;
