package org.tinymnist.report;

public record TestImages(String sha256, java.util.function.IntFunction<byte[]> image) {}
