package lanewise.bench.layers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import lanewise.bench.Fuzz;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import org.junit.jupiter.api.Test;

/** Whatever the numbers are, they are a geometry whose sizes are right, or refused. */
public class GeometryFuzzTest {
    @Test
    void mutants() throws IOException {
        Fuzz.mutants(200_000, GeometryFuzzTest::build, GeometryFuzzTest.class);
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.one(GeometryFuzzTest::build, input);
    }

    private static void build(byte[] input) {
        ByteBuffer numbers = ByteBuffer.wrap(input);
        Border border = Border.values()[Math.floorMod(next(numbers), Border.values().length)];
        int in = next(numbers);
        int kernel = next(numbers);
        int stride = next(numbers);
        int dilation = next(numbers);
        int padLo = next(numbers);
        int padHi = next(numbers);
        int more = next(numbers);
        Axis axis = switch (Math.floorMod(next(numbers), 5)) {
            case 0 -> Axis.conv(in, kernel, stride, dilation, padLo, padHi);
            case 1 -> Axis.conv(in, kernel, stride, dilation, border);
            case 2 -> Axis.transposed(in, kernel, stride, dilation, padLo, padHi, more);
            case 3 -> Axis.transposedTo(in, kernel, stride, dilation, border, padLo, more);
            default -> new Axis(in, more, kernel, stride, dilation, padLo, padHi);
        };
        long room = (long) axis.in() + axis.padLo() + axis.padHi() - axis.effectiveKernel();
        if (axis.in() < 1 || axis.out() < 1 || (axis.out() - 1L) * axis.stride() > room) {
            throw new AssertionError(axis + " has windows that do not fit");
        }
        ConvSpec spec = new ConvSpec(next(numbers), next(numbers), next(numbers), next(numbers),
                Collections.nCopies(Math.floorMod(next(numbers), 5), axis));
        if (spec.inElements() < 0 || spec.outElements() < 0 || spec.filterElements() < 0 || spec.macs() < 0) {
            throw new AssertionError(spec + " overflows");
        }
        ConvSpec copy = new ConvSpec(spec.batch(), spec.groups(), spec.inChannels(), spec.outChannels(),
                List.copyOf(spec.axes()));
        if (!copy.equals(spec) || !copy.toString().equals(spec.toString())) {
            throw new AssertionError(spec + " is not what it is made of");
        }
    }

    /** A small number, any number, or one around the greatest. */
    private static int next(ByteBuffer numbers) {
        if (numbers.remaining() < 1 + Integer.BYTES) {
            return 1;
        }
        int kind = numbers.get();
        return switch (kind & 7) {
            case 0 -> numbers.getInt();
            case 1 -> Integer.MAX_VALUE - (kind >> 4 & 7);
            case 2 -> numbers.getShort();
            default -> numbers.get() & 15;
        };
    }
}
