package lanewise.core;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Whether the tests of a module notice faults: each fault of its list is compiled into a folder of its own, in front of the
 * class path of a JVM that runs tests until one fails. {@code core/mutations} starts it.
 *
 * <p>A list, {@code src/test/mutations/faults.txt}, has paragraphs: what it is about; for each JVM its options and the tests that it
 * runs, in the order in which they are tried; and the faults: what is wrong, the file, the line and the line instead. In between,
 * more paragraphs of JVMs say what is tried first for the faults behind them.
 */
final class Mutations {
    /** Vectors wider than the machine's take minutes; what takes longer never ends, and counts as noticed. */
    private static final int SECONDS = 900;

    private Mutations() {
    }

    private record Fault(String what, Path file, String was, String is) {
    }

    /** Options of a JVM and tests. */
    private record Way(List<String> options, List<String> tests) {
        static Way of(String line, String module) {
            List<String> words = List.of(line.split(" "));
            return new Way(words.stream().filter(word -> word.startsWith("-")).toList(),
                    words.stream().filter(word -> !word.startsWith("-")).map(test -> named(test, module)).toList());
        }

        private static String named(String test, String module) {
            return test.contains(".") ? test : "lanewise." + module + "." + test;
        }
    }

    /** Arguments: the folder of the modules, a module, and what the descriptions to try must contain. */
    static void main(String[] args) throws Exception {
        if (args[0].equals("--tests")) {
            runTests(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        Path root = Path.of(args[0]);
        String module = args[1];
        String[] list = Files.readString(root.resolve(module, "src", "test", "mutations", "faults.txt")).strip()
                .split("\n\n");
        List<Way> all = ways(list[1], module);
        List<Way> ways = all;
        List<String> escaped = new ArrayList<>();
        int tried = 0;
        for (String paragraph : Arrays.asList(list).subList(2, list.length)) {
            if (paragraph.startsWith("-")) {
                ways = Stream.concat(ways(paragraph, module).stream(), all.stream()).distinct().toList();
                continue;
            }
            Fault fault = fault(paragraph, root, module);
            if (args.length < 3 || fault.what.contains(args[2])) {
                tried++;
                long start = System.nanoTime();
                String caught = caughtBy(fault, ways, root.resolve(module, "target", "mutations", "fault" + tried));
                System.out.printf("| %s | `%s` | %s | %.0f s |%n", fault.what, name(fault.file),
                        caught == null ? "**escaped**" : caught, (System.nanoTime() - start) * 1e-9);
                if (caught == null) {
                    escaped.add(fault.what);
                }
            }
        }
        System.out.printf("%d faults, %d escaped %s%n", tried, escaped.size(), escaped);
        System.exit(escaped.isEmpty() ? 0 : 1);
    }

    private static List<Way> ways(String paragraph, String module) {
        return paragraph.lines().map(line -> Way.of(line, module)).toList();
    }

    /** A file of another module is {@code module/File}. */
    private static Fault fault(String paragraph, Path root, String module) {
        String[] lines = paragraph.split("\n");
        int slash = lines[1].indexOf('/');
        String owner = slash < 0 ? module : lines[1].substring(0, slash);
        Path file = root.resolve(owner, "src", "main", "java", "lanewise", owner,
                lines[1].substring(slash + 1) + ".java");
        return new Fault(lines[0], file, lines[2].substring(2), lines[3].substring(2));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String caughtBy(Fault fault, List<Way> ways, Path classes) throws Exception {
        String source = Files.readString(fault.file);
        int at = source.indexOf(fault.was);
        if (at < 0 || source.indexOf(fault.was, at + 1) >= 0) {
            throw new IllegalArgumentException("once in " + fault.file + " must be: " + fault.was);
        }
        Files.createDirectories(classes);
        Path mutated =
                Files.writeString(classes.resolve(fault.file.getFileName()), source.replace(fault.was, fault.is));
        compile(mutated, classes);
        for (Way way : ways) {
            String caught = run(way, classes);
            if (caught != null) {
                return way.options.isEmpty() ? caught : caught + ", `" + String.join(" ", way.options) + "`";
            }
        }
        return null;
    }

    private static void compile(Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-nowarn", "--add-modules", "jdk.incubator.vector", "-cp",
                    System.getProperty("java.class.path"), "-d", classes.toString());
            if (!compiler.getTask(new PrintWriter(System.err), files, null, options, null,
                    files.getJavaFileObjects(source)).call()) {
                throw new IllegalArgumentException(source + " must compile");
            }
        }
    }

    /** The first test that fails, or null. */
    private static String run(Way way, Path classes) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-cp", classes + File.pathSeparator + System.getProperty("java.class.path")));
        command.addAll(way.options);
        command.addAll(List.of(Mutations.class.getName(), "--tests"));
        command.addAll(way.tests);
        Path log = classes.resolve("log");
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!jvm.waitFor(SECONDS, TimeUnit.SECONDS)) {
            jvm.destroyForcibly().waitFor();
            return "never ends";
        }
        if (jvm.exitValue() == 0) {
            return null;
        }
        String caught = Files.readAllLines(log).stream().filter(line -> line.startsWith("caught by ")).findFirst()
                .map(line -> line.substring("caught by ".length())).orElse("a JVM that dies");
        if (jvm.exitValue() == 1 && caught.startsWith("a JVM")) {
            throw new IllegalStateException("tests must run, but end with:\n" + Files.readString(log));
        }
        return caught;
    }

    private static void runTests(String[] classes) throws ClassNotFoundException {
        for (String name : classes) {
            Class<?> test = Class.forName(name);
            LauncherDiscoveryRequest request =
                    LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build();
            LauncherFactory.create().execute(request, new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                        System.out.println("caught by `" + test.getSimpleName() + "`");
                        result.getThrowable().ifPresent(failure -> failure.printStackTrace(System.out));
                        Runtime.getRuntime().halt(1);
                    }
                }
            });
        }
        System.exit(0);
    }
}
