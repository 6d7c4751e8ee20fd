/** The digits: data sets in MNIST's file format, and single pictures brought into MNIST's form. */
package org.tinymnist.data;
