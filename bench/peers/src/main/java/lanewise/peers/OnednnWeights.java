package lanewise.peers;

import java.util.stream.LongStream;
import lanewise.core.Layout;
import org.bytedeco.dnnl.memory;

/** Weights as oneDNN describes them: {@code [groups,] M/groups, C/groups, kernel...}, whatever the order in memory. */
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
