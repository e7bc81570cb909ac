package lanewise.bench.verify;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** The types of tensors that cases have, whose values are read as float32. */
enum ElementType {
    FLOAT32(4), FLOAT16(2), INT64(8), INT32(4), INT8(1), UINT8(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of a name, or null. */
    static ElementType named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElse(null);
    }

    int bytes() {
        return bytes;
    }

    boolean integer() {
        return this != FLOAT32 && this != FLOAT16;
    }

    float read(ByteBuffer from) {
        return switch (this) {
            case FLOAT32 -> from.getFloat();
            case FLOAT16 -> Float.float16ToFloat(from.getShort());
            case INT64 -> exact(from.getLong());
            case INT32 -> exact(from.getInt());
            case INT8 -> from.get();
            case UINT8 -> Byte.toUnsignedInt(from.get());
        };
    }

    private static float exact(long value) {
        if ((long) (float) value != value) {
            throw new IllegalArgumentException("integers must be exact in float32, but one is " + value);
        }
        return value;
    }

    float least() {
        return switch (this) {
            case INT8 -> Byte.MIN_VALUE;
            case UINT8 -> 0;
            default -> Integer.MIN_VALUE;
        };
    }

    float greatest() {
        return switch (this) {
            case INT8 -> Byte.MAX_VALUE;
            case UINT8 -> 255;
            default -> Integer.MAX_VALUE;
        };
    }
}
