/** Measures how fast training is, here and in other systems, each in processes of its own. */
package org.tinymnist.bench;
