package lanewise.docs.examples;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;

/** What a program that uses Lanewise has on its path. */
public final class Library {
    private Library() {
    }

    /** {@return the directories or jars of core, simd and parallel} */
    static List<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry
                        .matches(".*\\b(core|simd|parallel)\\Wtarget\\W(classes|lanewise-\\w+-[\\w.-]+jar)"))
                .toList();
    }

    /** {@return a shell in this JVM that compiles against them; each further entry costs time with every line} */
    public static JShell shell() {
        JShell shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(entries().stream().collect(Collectors.joining(File.pathSeparator)));
        return shell;
    }
}
