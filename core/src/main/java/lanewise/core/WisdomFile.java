package lanewise.core;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Times as UTF-8 text: the format in the first line, then a line for each problem and backend,
 *
 * <pre>
 *     problem TAB backend TAB algorithm=nanoseconds algorithm=nanoseconds ...
 * </pre>
 *
 * <p>Problems and backends are compared, not understood, so those of another version or machine do no harm. Empty lines and
 * lines that begin with # mean nothing, and of two lines about the same the last one counts: files can be concatenated.
 */
final class WisdomFile {
    static final String SEPARATOR = "\t";

    private static final String FORMAT = "# lanewise wisdom 1";
    private static final int FIELDS = 3;

    private WisdomFile() {
    }

    /** Times by algorithm, by the first two fields. */
    static Map<String, Map<String, Long>> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException binary) {
            throw new IllegalArgumentException(file + " must be UTF-8 text, but is not", binary);
        }
        if (lines.isEmpty() || !lines.getFirst().strip().equals(FORMAT)) {
            throw new IllegalArgumentException(file + ":1: must be '" + FORMAT + "', but is "
                    + (lines.isEmpty() ? "missing" : "'" + lines.getFirst() + "'"));
        }
        Map<String, Map<String, Long>> times = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] fields = line.split(SEPARATOR, -1);
                if (fields.length != FIELDS) {
                    throw new IllegalArgumentException(file + ":" + (i + 1) + ": must have " + FIELDS
                            + " fields separated by tabs (problem, backend, times), but has " + fields.length);
                }
                times.put(fields[0] + SEPARATOR + fields[1], times(file + ":" + (i + 1), fields[2]));
            }
        }
        return times;
    }

    /** Writes into a neighbour first, which then takes the place of the file. */
    static void write(Path file, SortedMap<String, Map<String, Long>> times) throws IOException {
        List<String> lines = new ArrayList<>(List.of(FORMAT));
        times.forEach((key, nanos) -> lines.add(key + SEPARATOR + nanos.entrySet().stream()
                .map(time -> time.getKey() + "=" + time.getValue()).collect(Collectors.joining(" "))));
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
        try {
            Files.write(part, lines, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Map<String, Long> times(String where, String field) {
        Map<String, Long> nanos = new LinkedHashMap<>();
        for (String time : field.strip().split(" +", -1)) {
            int at = time.lastIndexOf('=');
            long value = at < 1 ? 0 : positive(time.substring(at + 1));
            if (value == 0) {
                throw new IllegalArgumentException(where
                        + ": times must be algorithm=nanoseconds with at least one nanosecond, but one is '" + time
                        + "'");
            }
            nanos.put(time.substring(0, at), value);
        }
        return nanos;
    }

    /** A number, 0 for anything that is no positive one. */
    private static long positive(String digits) {
        try {
            return Math.max(0, Long.parseLong(digits));
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
