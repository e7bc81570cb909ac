package lanewise.bench.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files that are there completely or not at all: into a neighbour first, which then takes the place of the
 * target.
 */
public final class WholeFile {
    private WholeFile() {
    }

    /** What a file shall contain. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes it.
         *
         * @param out where to; closed by the caller
         * @throws IOException when that fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @param target  where; replaced when it is a file, written through when it is a device
     * @param content what
     * @throws IOException when its directory is missing or writing fails; the target is then as it was
     */
    public static void write(Path target, Content content) throws IOException {
        checkWritable(target);
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (OutputStream out = Files.newOutputStream(target)) {
                content.writeTo(out);
            }
            return;
        }
        Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path part = real.resolveSibling(
                "." + real.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                content.writeTo(out);
            }
            Files.move(part, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Refuses a target before work is spent on it.
     *
     * @param target where a file shall go
     * @throws IOException when it is a directory, or in none
     */
    public static void checkWritable(Path target) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(target)) {
            throw new IOException(target + " must be a file, but is a directory");
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
    }
}
