package lanewise.peers;

import java.util.stream.LongStream;
import lanewise.core.Layout;
import org.bytedeco.dnnl.memory;

/**
 * Weights as oneDNN describes them, {@code [groups,] M/groups, C/groups, kernel...} whatever the order in memory, and where it
 * puts them.
 */
final class OnednnWeights {
    private OnednnWeights() {
    }

    /** {@return the user's order} */
    static memory.desc plain(Geometry geometry) {
        return new memory.desc(outputsFirst(geometry, grouped(geometry)), memory.data_type.f32,
                outputsFirst(geometry, Geometry.strides(grouped(geometry), Layout.NCHW)));
    }

    /** {@return the order that the primitive prefers} */
    static memory.desc any(Geometry geometry) {
        return new memory.desc(outputsFirst(geometry, grouped(geometry)), memory.data_type.f32, memory.format_tag.any);
    }

    /** {@return zeros between neighbouring taps} */
    static long[] dilation(Geometry geometry) {
        return LongStream.of(geometry.dilation()).map(dilation -> dilation - 1).toArray();
    }

    /** {@return padding behind; there is no output padding, less is cut from the end instead} */
    static long[] padHi(Geometry geometry) {
        long[] cut = geometry.padHi().clone();
        for (int i = 0; i < cut.length; i++) {
            cut[i] -= geometry.outputPadding()[i];
        }
        return cut;
    }

    private static long[] grouped(Geometry geometry) {
        long[] shape = geometry.weights();
        return geometry.groups() == 1
                ? shape
                : LongStream.concat(LongStream.of(geometry.groups(), shape[0] / geometry.groups()),
                        LongStream.of(shape).skip(1)).toArray();
    }

    private static long[] outputsFirst(Geometry geometry, long[] values) {
        long[] swapped = values.clone();
        int outputs = geometry.groups() == 1 ? 0 : 1;
        if (geometry.transposed()) {
            swapped[outputs] = values[outputs + 1];
            swapped[outputs + 1] = values[outputs];
        }
        return swapped;
    }
}
