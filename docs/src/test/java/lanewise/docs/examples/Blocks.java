package lanewise.docs.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The code blocks of the guide and the README. What a reader need not see is in a comment of the page that begins with the
 * name of the language.
 */
final class Blocks {
    private static final Pattern BLOCK = Pattern.compile("^(?:```|<!-- )(\\w*)\n(.*?)^(?:```|-->)$",
            Pattern.MULTILINE | Pattern.DOTALL);

    private Blocks() {
    }

    static List<Path> pagesWith(String language) {
        return pages().stream().filter(page -> !of(page, language).isEmpty()).toList();
    }

    static List<String> of(Path page, String language) {
        return BLOCK.matcher(read(page)).results().filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2)).toList();
    }

    /** Languages other than these, by page. */
    static Map<Path, Set<String>> others(String... languages) {
        Map<Path, Set<String>> others = new TreeMap<>();
        for (Path page : pages()) {
            Set<String> found = new TreeSet<>();
            BLOCK.matcher(read(page)).results().forEach(block -> found.add(block.group(1)));
            found.removeAll(List.of(languages));
            if (!found.isEmpty()) {
                others.put(page, found);
            }
        }
        return others;
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return Stream.concat(Stream.of(Path.of("../README.md")),
                    files.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
