package lanewise.bench.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy} files of little-endian float32 in C order, so that tensors come from and go to where engine
 * authors have them. What a header claims is held against the size of the file before anything is allocated.
 *
 * <p>Source: NumPy's format specification, versions 1.0 to 3.0.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int FIXED = 8;
    private static final int ALIGNMENT = 64;
    /** Far more than the three fields take. */
    private static final int MOST_HEADER = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[.*\\])");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Npy() {
    }

    /**
     * Reads a tensor.
     *
     * @param file where from
     * @return the tensor
     * @throws IOException              when the file cannot be read
     * @throws IllegalArgumentException when it is no such file, naming what it has instead
     */
    public static Tensor read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofConfined()) {
            if (channel.size() < FIXED) {
                throw malformed(file, "must start with the NPY magic, but has only " + channel.size() + " bytes");
            }
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return read(file, bytes);
        }
    }

    private static Tensor read(Path file, MemorySegment bytes) {
        if (bytes.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) >= 0) {
            throw malformed(file, "must start with the NPY magic, but does not");
        }
        int version = bytes.get(ValueLayout.JAVA_BYTE, MAGIC.length);
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        if (version < 1 || version > 3 || bytes.byteSize() < FIXED + lengthBytes) {
            throw malformed(file, "must be NPY version 1, 2 or 3, but is version " + version + " in "
                    + bytes.byteSize() + " bytes");
        }
        long headerBytes = version == 1
                ? Short.toUnsignedLong(bytes.get(SHORT, FIXED))
                : Integer.toUnsignedLong(bytes.get(INT, FIXED));
        long data = FIXED + lengthBytes + headerBytes;
        if (data > bytes.byteSize()) {
            throw malformed(file, "must hold a header of " + headerBytes + " bytes, but the file has "
                    + bytes.byteSize() + " bytes");
        }
        if (headerBytes > MOST_HEADER) {
            throw malformed(file, "must have a header of at most " + MOST_HEADER + " bytes, but of " + headerBytes);
        }
        byte[] header = bytes.asSlice(FIXED + lengthBytes, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        int[] shape = shape(file, new String(header, StandardCharsets.UTF_8));
        int elements = Tensor.elements(file.toString(), shape);
        if (bytes.byteSize() - data != (long) Float.BYTES * elements) {
            throw malformed(file, "must hold " + (long) Float.BYTES * elements + " bytes of data for shape "
                    + Arrays.toString(shape) + ", but holds " + (bytes.byteSize() - data));
        }
        float[] values = new float[elements];
        MemorySegment.copy(bytes, FLOAT, data, values, 0, elements);
        return new Tensor(shape, values);
    }

    private static int[] shape(Path file, String header) {
        String descr = field(file, DESCR, header, "descr");
        if (!descr.equals("'<f4'")) {
            throw malformed(file, "must have dtype '<f4' (little-endian float32), but has " + descr);
        }
        if (field(file, ORDER, header, "fortran_order").equals("True")) {
            throw malformed(file, "must be in C order, but is in Fortran order");
        }
        String sizes = field(file, SHAPE, header, "shape");
        try {
            return Arrays.stream(sizes.split(",")).map(String::strip).filter(size -> !size.isEmpty())
                    .mapToInt(Integer::parseInt).toArray();
        } catch (NumberFormatException tooLarge) {
            throw malformed(file,
                    "must have sizes of at most " + Integer.MAX_VALUE + ", but has shape (" + sizes + ")");
        }
    }

    private static String field(Path file, Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw malformed(file, "must name '" + name + "' in its NPY header, but does not");
        }
        return matcher.group(1);
    }

    private static IllegalArgumentException malformed(Path file, String what) {
        return new IllegalArgumentException(file + " " + what);
    }

    /**
     * Writes a tensor, whole or not at all.
     *
     * @param file   where to
     * @param tensor what
     * @throws IOException when that fails; the file is then as it was
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        WholeFile.write(file, out -> write(out, tensor));
    }

    private static void write(OutputStream out, Tensor tensor) throws IOException {
        String shape = Arrays.stream(tensor.shape()).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
        int before = FIXED + Short.BYTES;
        int padded = Math.ceilDiv(before + header.length() + 1, ALIGNMENT) * ALIGNMENT - before;
        ByteBuffer start = ByteBuffer.allocate(before + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
        start.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(start.array());
        ByteBuffer block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int left = tensor.values().length; left > 0; left -= block.capacity() / Float.BYTES) {
            int count = Math.min(block.capacity() / Float.BYTES, left);
            block.asFloatBuffer().put(tensor.values(), tensor.values().length - left, count);
            out.write(block.array(), 0, count * Float.BYTES);
        }
    }
}
