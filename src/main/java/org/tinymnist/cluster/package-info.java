/** Slurm: one script for a study, and its submission. Knows no TensorFlow. */
package org.tinymnist.cluster;
