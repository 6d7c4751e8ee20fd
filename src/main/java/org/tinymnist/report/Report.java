package org.tinymnist.report;
import java.nio.file.Path; import java.util.*;
public final class Report { public static final String FILE="report.md"; public static void prepare(){} public static List<String> write(Path p, Optional<TestImages> t) throws java.io.IOException { return List.of(); } }
