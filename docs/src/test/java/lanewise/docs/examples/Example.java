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

/**
 * The Java of a page, run from top to bottom as JShell would. {@code expression;  // → value} is a promise;
 * one that is long may stand on the next line.
 */
final class Example {
    /** Compiled, or replaced by what has the same name. */
    private static final Set<Snippet.Status> FINE = EnumSet.of(Snippet.Status.VALID, Snippet.Status.OVERWRITTEN);
    private static final String PROMISE = "// → ";

    private Example() {
    }

    /** What does not compile, throws, or has another value than promised. */
    static List<String> failures(Path page) {
        List<String> failures = new ArrayList<>();
        try (JShell shell = Library.shell()) {
            Blocks.of(page, "java").forEach(block -> run(shell, block, failures));
        }
        return failures;
    }

    private static void run(JShell shell, String block, List<String> failures) {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        String rest = block;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(rest);
            String behind = info.remaining();
            int end = behind.startsWith("\n" + PROMISE) ? behind.indexOf('\n', 1) : behind.indexOf('\n');
            String comment = behind.substring(0, Math.max(end, 0)).strip();
            for (SnippetEvent event : shell.eval(info.source())) {
                if (!FINE.contains(event.status()) || event.exception() != null) {
                    failures.add(info.source() + ": " + event.exception()
                            + shell.diagnostics(event.snippet()).map(why -> why.getMessage(null)).toList());
                } else if (comment.startsWith(PROMISE) && event.status() == Snippet.Status.VALID
                        && !event.value().replace("\"", "").equals(comment.substring(PROMISE.length()))) {
                    failures.add(info.source() + " " + comment + ", but is " + event.value());
                }
            }
            rest = behind.substring(comment.startsWith(PROMISE) ? end : 0);
        }
    }
}
