package lanewise.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a protobuf message, field by field. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int GROUP = 0x7f;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Protobuf put(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    Protobuf put(int field, float value) {
        varint((long) field << 3 | FIXED32);
        out.writeBytes(bytes(value));
        return this;
    }

    Protobuf put(int field, String value) {
        return put(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf put(int field, Protobuf message) {
        return put(field, message.bytes());
    }

    Protobuf put(int field, byte[] value) {
        varint((long) field << 3 | BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** {@return little-endian bytes} */
    static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~GROUP) != 0) {
            out.write((int) (rest & GROUP | GROUP + 1));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
