package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.function.Executable;

/**
 * {@code docs/errors.md}, whose tables are what tests assert: a table for each method that lists calls, with the calls as they
 * are in its source. {@code -Dlanewise.errors=write} writes the tables instead of comparing them.
 */
public final class ErrorsPage {
    private static final Path PAGE = Path.of("docs", "errors.md");
    private static final boolean WRITE = "write".equals(System.getProperty("lanewise.errors"));

    private ErrorsPage() {
    }

    /**
     * A call and what comes of it.
     *
     * @param exception its class, null when the call succeeds
     * @param message   of the exception, to the letter; or what happens instead
     * @param call      the last argument of whatever makes the row, a lambda
     */
    public record Row(Class<? extends Throwable> exception, String message, Executable call) {

        /** A call with arguments that are out of bounds. */
        public static Row refused(String message, Executable call) {
            return new Row(IllegalArgumentException.class, message, call);
        }

        /** A call without an argument. */
        public static Row absent(String parameter, Executable call) {
            return new Row(NullPointerException.class, parameter + " must be given, but is null", call);
        }

        /** A call that fails otherwise. */
        public static Row thrown(Class<? extends Throwable> exception, String message, Executable call) {
            return new Row(exception, message, call);
        }

        /** A call that only looks wrong. */
        public static Row harmless(String what, Executable call) {
            return new Row(null, what, call);
        }

        /** Makes the call. */
        public void holds() throws Throwable {
            try {
                call.execute();
            } catch (Throwable thrown) {
                assertEquals(exception, thrown.getClass(), thrown.toString());
                assertEquals(message, thrown.getMessage());
                return;
            }
            assertNull(exception, "nothing is thrown");
        }

        @Override
        public String toString() {
            return message;
        }
    }

    /** Checks the tables of some methods of a test, which the page announces by {@code <!-- Test.method -->}. */
    public static void check(Class<?> test, Map<String, Stream<Row>> tables) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(PAGE))) {
            root = root.getParent();
        }
        Path file = root.resolve(PAGE);
        Map<String, List<String>> calls = calls(test);
        for (Map.Entry<String, Stream<Row>> entry : tables.entrySet()) {
            String name = test.getSimpleName() + "." + entry.getKey();
            String table = table(calls.get(entry.getKey()), entry.getValue().toList());
            String page = Files.readString(file);
            Matcher old = Pattern.compile("<!-- " + name + " -->\n\n((?:\\|.*\n)*)").matcher(page);
            assertTrue(old.find(), file + " must have a table <!-- " + name + " -->");
            if (WRITE) {
                Files.writeString(file, page.substring(0, old.start(1)) + table + page.substring(old.end(1)));
            } else {
                assertEquals(table, old.group(1), file + " must say what is; -Dlanewise.errors=write writes it");
            }
        }
    }

    private static String table(List<String> calls, List<Row> rows) {
        assertEquals(rows.size(), calls.size(), calls.toString());
        StringBuilder table = new StringBuilder("| call | exception | message |\n|---|---|---|\n");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            table.append("| `").append(calls.get(i)).append("` | ")
                    .append(row.exception == null ? "none" : "`" + row.exception.getSimpleName() + "`").append(" | ")
                    .append(row.message.replace("\n", " ⏎ ")).append(" |\n");
        }
        return table.toString();
    }

    /** The lambdas that end the arguments of calls, by the method of the test that makes them. */
    private static Map<String, List<String>> calls(Class<?> test) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path source = Path.of("src", "test", "java").resolve(test.getName().replace('.', '/') + ".java");
        Path found = Files.exists(source) ? source : module(source);
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(found));
        Map<String, List<String>> calls = new HashMap<>();
        new TreeScanner<Void, String>() {
            @Override
            public Void visitMethod(MethodTree tree, String outer) {
                return super.visitMethod(tree, tree.getName().toString());
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree tree, String method) {
                if (!tree.getArguments().isEmpty()
                        && tree.getArguments().getLast() instanceof LambdaExpressionTree lambda) {
                    calls.computeIfAbsent(method, _ -> new ArrayList<>())
                            .add(lambda.getBody().toString().replaceAll("\\s+", " "));
                    return null;
                }
                return super.visitMethodInvocation(tree, method);
            }
        }.scan(task.parse(), null);
        return calls;
    }

    /** The source where the working directory is that of all modules. */
    private static Path module(Path source) {
        try (var modules = Files.list(Path.of(""))) {
            return modules.map(folder -> folder.resolve(source)).filter(Files::exists).findFirst().orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
