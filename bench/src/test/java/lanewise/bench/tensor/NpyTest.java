package lanewise.bench.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
    @TempDir
    private Path folder;

    static Stream<Tensor> tensors() {
        float[] odd = {Float.NaN, -0f, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1.5f, Float.MAX_VALUE};
        return Stream.of(new Tensor(new int[]{2, 3}, odd), new Tensor(new int[]{}, new float[]{7}),
                new Tensor(new int[]{6}, odd), new Tensor(new int[]{0, 4}, new float[0]),
                Tensor.zeros("x", 1, 3, 100, 100, 2));
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void readsWhatItWrote(Tensor tensor) throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, tensor);
        Tensor read = Npy.read(file);
        assertArrayEquals(tensor.shape(), read.shape());
        assertArrayEquals(tensor.values(), read.values());
        assertEquals(0, (Files.size(file) - 4L * tensor.values().length) % 64);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'descr': '<f8', 'fortran_order': False, 'shape': (2,), }          | dtype
            {'descr': '>f4', 'fortran_order': False, 'shape': (2,), }          | dtype
            {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), } | dtype
            {'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }         | Fortran order
            {'descr': '<f4', 'fortran_order': False, 'shape': (3,), }          | must hold 12 bytes
            {'descr': '<f4', 'fortran_order': False, 'shape': (1,), }          | must hold 4 bytes
            {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }| at most 2147483647
            {'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 4), } | at most
            {'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }  | must hold 2000000000 bytes
            {'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }         | 'shape'
            {'descr': '<f4', 'shape': (2,), }                                  | 'fortran_order'
            """)
    void refusesHeadersThatDoNotFit(String header, String reason) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        assertRefused(file(1, text.length, text, 8), reason);
    }

    @Test
    void refusesHeadersLongerThanTheFile() throws IOException {
        assertRefused(file(1, 5000, new byte[]{'{'}, 0), "header of 5000 bytes");
        assertRefused(file(2, -1, new byte[]{'{'}, 0), "header of 4294967295 bytes");
    }

    @Test
    void refusesWhatIsNoNpyFile() throws IOException {
        assertRefused(new byte[]{1, 2, 3}, "only 3 bytes");
        assertRefused("not an array at all".getBytes(StandardCharsets.US_ASCII), "NPY magic");
        assertRefused(file(9, 1, new byte[]{'{'}, 0), "version 9");
        assertThrows(NoSuchFileException.class, () -> Npy.read(folder));
    }

    @Test
    void leavesNothingBehindWhenWritingFails() throws IOException {
        Path file = folder.resolve("whole");
        Files.writeString(file, "before");
        assertThrows(IOException.class, () -> WholeFile.write(file, out -> {
            out.write(1);
            throw new IOException("disk full");
        }));
        assertEquals("before", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    private byte[] file(int version, int headerBytes, byte[] header, int dataBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(12 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) headerBytes);
        } else {
            bytes.putInt(headerBytes);
        }
        bytes.put(header);
        byte[] exact = new byte[bytes.position() + dataBytes];
        System.arraycopy(bytes.array(), 0, exact, 0, exact.length);
        return exact;
    }

    private void assertRefused(byte[] content, String reason) throws IOException {
        Path file = Files.write(folder.resolve("bad.npy"), content);
        String message = assertThrows(IllegalArgumentException.class, () -> Npy.read(file)).getMessage();
        assertTrue(message.contains(reason) && message.startsWith(file.toString()), message);
    }
}
