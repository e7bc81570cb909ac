package lanewise.docs.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final String SEPARATOR = "¶";

    private final JShell shell;
    private final List<String> failures = new ArrayList<>();
    /** Expressions in a row and their promised values: compiled together, because the compiler is what takes time. */
    private final List<String> expressions = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    private Example(JShell shell) {
        this.shell = shell;
    }

    /** What does not compile, throws, or has another value than promised. */
    static List<String> failures(Path page) {
        try (JShell shell = Library.shell()) {
            Example example = new Example(shell);
            Blocks.of(page, "java").forEach(example::run);
            return example.failures;
        }
    }

    private void run(String block) {
        String rest = block;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String behind = info.remaining();
            int end = behind.startsWith("\n" + PROMISE) ? behind.indexOf('\n', 1) : behind.indexOf('\n');
            String comment = behind.substring(0, Math.max(end, 0)).strip();
            if (comment.startsWith(PROMISE)) {
                expressions.add(info.source().replaceFirst(";\\s*$", ""));
                values.add(comment.substring(PROMISE.length()));
                rest = behind.substring(end);
            } else {
                keepPromises();
                evaluate(info.source());
                rest = behind;
            }
        }
        keepPromises();
    }

    private void keepPromises() {
        if (!expressions.isEmpty()) {
            String all = expressions.stream().collect(
                    Collectors.joining("), String.valueOf(", "String.join(\"" + SEPARATOR + "\", String.valueOf(",
                            "))"));
            String[] found = evaluate(all).replace("\"", "").split(SEPARATOR);
            for (int i = 0; i < found.length; i++) {
                if (!found[i].equals(values.get(i))) {
                    failures.add(expressions.get(i) + " " + PROMISE + values.get(i) + ", but is " + found[i]);
                }
            }
            expressions.clear();
            values.clear();
        }
    }

    private String evaluate(String source) {
        List<SnippetEvent> events = shell.eval(source);
        for (SnippetEvent event : events) {
            if (!FINE.contains(event.status()) || event.exception() != null) {
                failures.add(source + ": " + event.exception()
                        + shell.diagnostics(event.snippet()).map(why -> why.getMessage(null)).toList());
            }
        }
        return events.isEmpty() ? "" : String.valueOf(events.getFirst().value());
    }
}
