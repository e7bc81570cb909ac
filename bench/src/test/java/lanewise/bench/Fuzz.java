package lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of code that reads what strangers wrote: it takes its input or refuses it, soon, and allocates no more than
 * the size of the input justifies. Jazzer looks for inputs by what they cover ({@code docs/testing.md}); here are mutants of
 * seeds, the same ones every time.
 */
public final class Fuzz {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAST_BYTES = 1 << 20;
    private static final int BYTES_PER_BYTE = 256;
    private static final Path SEEDS = Path.of("src", "test", "fuzz");
    private static final long SEED = 1;
    private static final int MOST_CHANGES = 4;

    private Fuzz() {
    }

    /** Reads an input, and refuses it with an {@link IOException} or {@link IllegalArgumentException} at most. */
    @FunctionalInterface
    public interface Target {
        void read(byte[] input) throws IOException;
    }

    /** Feeds the seeds of a test, which are files, and some mutants of them. */
    public static void mutants(int count, Target target, Class<?> test) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(SEEDS.resolve(test.getName()))) {
            for (Path file : files) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        seeds.sort(Arrays::compare);
        SplittableRandom random = new SplittableRandom(SEED);
        for (byte[] seed : seeds) {
            one(target, seed);
        }
        for (int i = 0; i < count; i++) {
            byte[] mutant = seeds.get(random.nextInt(seeds.size())).clone();
            for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
                mutant = changed(mutant, seeds.get(random.nextInt(seeds.size())), random);
            }
            one(target, mutant);
        }
    }

    /** A folder for the files of this process. */
    public static Path folder() {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    /** Feeds one input, again where that was dear: classes are loaded once. */
    public static void one(Target target, byte[] input) {
        if (dear(target, input) && dear(target, input)) {
            throw new AssertionError(
                    input.length + " bytes took too much time or memory: " + Arrays.toString(input));
        }
    }

    private static boolean dear(Target target, byte[] input) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            target.read(input);
        } catch (IOException | IllegalArgumentException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("a refusal must say why", refused);
            }
        }
        long elapsed = System.nanoTime() - start;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return bytes > LEAST_BYTES + (long) BYTES_PER_BYTE * input.length || elapsed > SLOW_NANOS;
    }

    private static byte[] changed(byte[] input, byte[] other, SplittableRandom random) {
        int at = random.nextInt(input.length + 1);
        return switch (random.nextInt(5)) {
            case 0 -> joined(input, at, new byte[]{(byte) random.nextInt()}, 0, Math.min(at + 1, input.length));
            case 1 -> joined(input, at, new byte[0], 0, Math.min(at + 1 + random.nextInt(8), input.length));
            case 2 -> joined(input, at, new byte[]{(byte) ('0' + random.nextInt(10))}, 0, at);
            case 3 -> joined(input, at, input, random.nextInt(input.length + 1), at);
            default -> joined(input, at, other, random.nextInt(other.length + 1), input.length);
        };
    }

    /** {@code input[..at]}, then {@code middle[from..]}, then {@code input[rest..]}. */
    private static byte[] joined(byte[] input, int at, byte[] middle, int from, int rest) {
        byte[] joined = Arrays.copyOf(input, at + middle.length - from + input.length - rest);
        System.arraycopy(middle, from, joined, at, middle.length - from);
        System.arraycopy(input, rest, joined, at + middle.length - from, input.length - rest);
        return joined;
    }
}
