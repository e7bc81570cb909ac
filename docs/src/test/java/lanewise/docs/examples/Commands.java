package lanewise.docs.examples;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import lanewise.bench.Main;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.ParameterException;

/**
 * The commands of a page. Those of the JDK run, in an empty directory with every Java file that the page shows, {@code LANEWISE}
 * being the path of the library; of others their words are checked.
 */
final class Commands {
    private static final Pattern SHOWN = Pattern.compile("// (\\w+\\.java)\n.*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
    private static final List<String> GOALS = List.of("verify", "package", "test", "formatter:format");

    private Commands() {
    }

    static List<String> failures(Path page, Path directory) throws IOException {
        List<String> failures = new ArrayList<>();
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (String block : Blocks.of(page, "bash")) {
            for (String line : block.split("\n")) {
                String command = line.replaceFirst("(^|\\s+)# .*", "");
                String problem = switch (command.replaceFirst(" .*", "")) {
                    case "bench/lanewise" -> lanewise(words(command));
                    case "mvn" -> maven(words(command));
                    case "" -> null;
                    default -> {
                        script.append(command).append('\n');
                        yield null;
                    }
                };
                if (problem != null) {
                    failures.add(command + ": " + problem);
                }
            }
        }
        if (script.indexOf("java") >= 0) {
            run(page, script.toString(), directory, failures);
        }
        return failures;
    }

    private static List<String> words(String command) {
        return WORD.matcher(command).results().map(word -> word.group().replaceAll("['\"]", "")).skip(1).toList();
    }

    private static String lanewise(List<String> words) throws IOException {
        try {
            if (words.getFirst().equals("jmh")) {
                List<String> arguments = words.subList(1, words.size());
                return suite(new CommandLineOptions(arguments.toArray(String[]::new)).getIncludes());
            }
            Main.commandLine().parseArgs(words.toArray(String[]::new));
            return null;
        } catch (CommandLineOptionException | ParameterException misunderstood) {
            return misunderstood.getMessage();
        }
    }

    private static String suite(List<String> patterns) throws IOException {
        List<String> suites;
        try (Stream<Path> files =
                Stream.concat(Files.walk(Path.of("../bench/src")), Files.walk(Path.of("../simd/src")))) {
            suites = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Bench.java"))
                    .map(name -> name.replace(".java", "")).toList();
        }
        return patterns.stream().allMatch(pattern -> suites.contains(pattern.replaceFirst("\\..*", "")))
                ? null
                : patterns + " must be among " + suites;
    }

    private static String maven(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                for (String module : words.get(++i).split(",")) {
                    if (!Files.isRegularFile(Path.of("..", module, "pom.xml"))) {
                        return module + " must be a module";
                    }
                }
            } else if (!word.startsWith("-") && !GOALS.contains(word)) {
                return word + " must be among " + GOALS;
            }
        }
        return null;
    }

    private static void run(Path page, String script, Path directory, List<String> failures) throws IOException {
        for (String block : Blocks.of(page, "java")) {
            Matcher shown = SHOWN.matcher(block);
            if (shown.matches()) {
                Files.writeString(directory.resolve(shown.group(1)), block);
            }
        }
        List<String> library = Library.entries().stream().map(entry -> jar(entry, directory)).toList();
        ProcessBuilder bash =
                new ProcessBuilder("bash", "-c", script).directory(directory.toFile()).redirectErrorStream(true);
        bash.environment().put("LANEWISE", String.join(File.pathSeparator, library));
        bash.environment().merge("PATH", System.getProperty("java.home") + "/bin",
                (path, bin) -> bin + File.pathSeparator + path);
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            failures.add(said);
        }
    }

    /** Classes that the build has not packed yet, packed. */
    private static String jar(String entry, Path directory) {
        if (entry.endsWith(".jar")) {
            return entry;
        }
        String jar = directory.resolve(Path.of(entry).getParent().getParent().getFileName() + ".jar").toString();
        ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create", "--file", jar, "-C", entry,
                ".");
        return jar;
    }
}
