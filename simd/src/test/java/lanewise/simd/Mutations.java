package lanewise.simd;

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
 * Whether the tests of this module notice faults: each fault of a list is compiled into a folder of its own, in front of the
 * class path of a JVM that runs tests until one fails. {@code simd/mutations} starts it.
 */
final class Mutations {
    private static final int SECONDS = 300;

    /** Tests that compare everything with the scalar reference. */
    private static final List<Class<?>> EXACT = List.of(SameBitsTest.class, ResidualTest.class);
    private static final List<Class<?>> OTHERS = List.of(WinogradTest.class, Bfloat16Test.class,
            SignalStreamTest.class, ReplanTest.class, FusedEpilogueTest.class, RegisterTileTest.class,
            StrideRowsTest.class, Transpose8Test.class, WarmUpTest.class, WisdomTest.class);
    /** In the ways that the build runs them, those first that notice much in little time. */
    private static final List<Way> WAYS = List.of(new Way("256", true, EXACT), new Way(null, false, EXACT),
            new Way("256", true, OTHERS), new Way("128", true, EXACT), new Way("128", true, OTHERS),
            new Way("512", true, EXACT));

    private Mutations() {
    }

    private record Fault(String what, String file, String was, String is) {
    }

    /** Bits of a vector, those of the machine if null, whether vectors compute from the beginning, and what is tested. */
    private record Way(String bits, boolean hot, List<Class<?>> tests) {
        @Override
        public String toString() {
            return (bits == null ? "" : bits + " bit") + (hot ? "" : "cold");
        }
    }

    /** Arguments: sources, list of faults, a folder for compiled ones, and what the descriptions to try must contain. */
    static void main(String[] args) throws Exception {
        if (args[0].equals("--tests")) {
            runTests(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        Path sources = Path.of(args[0]);
        List<String> escaped = new ArrayList<>();
        int tried = 0;
        for (Fault fault : faults(Path.of(args[1]))) {
            if (args.length < 4 || fault.what.contains(args[3])) {
                tried++;
                long start = System.nanoTime();
                String caught = caughtBy(fault, sources, Path.of(args[2]).resolve("fault" + tried));
                System.out.printf("| %s | `%s` | %s | %.0f s |%n", fault.what, fault.file,
                        caught == null ? "**escaped**" : caught, (System.nanoTime() - start) * 1e-9);
                if (caught == null) {
                    escaped.add(fault.what);
                }
            }
        }
        System.out.printf("%d faults, %d escaped %s%n", tried, escaped.size(), escaped);
        System.exit(escaped.isEmpty() ? 0 : 1);
    }

    private static List<Fault> faults(Path list) throws IOException {
        List<Fault> faults = new ArrayList<>();
        String[] paragraphs = Files.readString(list).strip().split("\n\n");
        for (String paragraph : Arrays.asList(paragraphs).subList(1, paragraphs.length)) {
            String[] lines = paragraph.split("\n");
            faults.add(new Fault(lines[0], lines[1], lines[2].substring(2), lines[3].substring(2)));
        }
        return faults;
    }

    private static String caughtBy(Fault fault, Path sources, Path classes) throws Exception {
        Path file = sources.resolve("lanewise/simd").resolve(fault.file + ".java");
        String source = Files.readString(file);
        int at = source.indexOf(fault.was);
        if (at < 0 || source.indexOf(fault.was, at + 1) >= 0) {
            throw new IllegalArgumentException("once in " + file + " must be: " + fault.was);
        }
        Files.createDirectories(classes);
        Path mutated = Files.writeString(classes.resolve(fault.file + ".java"), source.replace(fault.was, fault.is));
        compile(mutated, classes);
        for (Way way : WAYS) {
            String caught = run(way, classes);
            if (caught != null) {
                return caught + ", " + way;
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
                "jdk.incubator.vector", "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"),
                "-Dlanewise.simd.hot=" + way.hot));
        if (way.bits != null) {
            command.add("-Dlanewise.simd.bits=" + way.bits);
        }
        command.addAll(List.of(Mutations.class.getName(), "--tests"));
        way.tests.forEach(test -> command.add(test.getName()));
        Path log = classes.resolve("log");
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!jvm.waitFor(SECONDS, TimeUnit.SECONDS)) {
            jvm.destroyForcibly().waitFor();
            return "never ends";
        }
        if (jvm.exitValue() == 0) {
            return null;
        }
        return Files.readAllLines(log).stream().filter(line -> line.startsWith("caught by ")).findFirst()
                .map(line -> line.substring("caught by ".length())).orElse("a JVM that dies");
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
