package lanewise.docs.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** The Java of a page, run from top to bottom as JShell would. {@code expression;  // → value} is a promise. */
final class Example {
    /** Compiled, or replaced by what has the same name. */
    private static final Set<Snippet.Status> FINE = EnumSet.of(Snippet.Status.VALID, Snippet.Status.OVERWRITTEN);
    private static final String PROMISE = "// → ";

    private Example() {
    }

    /** What does not compile, throws, or has another value than promised. */
    static List<String> failures(Path page) {
        List<String> failures = new ArrayList<>();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            Blocks.of(page, "java").forEach(block -> run(shell, block, failures));
        }
        return failures;
    }

    private static void run(JShell shell, String block, List<String> failures) {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        String rest = block;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(rest);
            int end = rest.indexOf('\n', rest.length() - info.remaining().length());
            String line = rest.substring(0, end < 0 ? rest.length() : end).stripTrailing();
            line = line.substring(line.lastIndexOf('\n') + 1);
            int promise = line.indexOf(PROMISE);
            for (SnippetEvent event : shell.eval(info.source())) {
                if (!FINE.contains(event.status()) || event.exception() != null) {
                    failures.add(line + ": " + event.exception()
                            + shell.diagnostics(event.snippet()).map(why -> why.getMessage(null)).toList());
                } else if (promise >= 0 && event.status() == Snippet.Status.VALID
                        && !event.value().replace("\"", "").equals(line.substring(promise + PROMISE.length()))) {
                    failures.add(line + ", but is " + event.value());
                }
            }
            rest = info.remaining();
        }
    }
}
