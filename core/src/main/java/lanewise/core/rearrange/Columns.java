package lanewise.core.rearrange;

import java.util.List;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.bounds.Bounds;

/** Where the elements of columns lie. */
final class Columns {
    final Axis depth;
    final Axis height;
    final Axis width;
    final int taps;
    final int channels;
    final long outputs;
    final Layout layout;
    private final ConvSpec spec;

    Columns(ConvSpec spec, Layout layout) {
        List<Axis> axes = spec.threeAxes();
        depth = axes.get(0);
        height = axes.get(1);
        width = axes.get(2);
        taps = Bounds.toSize("taps", spec.taps());
        channels = spec.inChannels();
        outputs = spec.outPositions();
        this.layout = layout;
        this.spec = spec;
        Bounds.product("elements of col", spec.batch(), channels, taps, outputs);
    }

    long elements() {
        return spec.batch() * (long) channels * taps * outputs;
    }

    long imageElements() {
        return spec.inElements();
    }

    int batch() {
        return spec.batch();
    }

    /** The input position that a tap meets, which may be padding. */
    static long position(Axis axis, int output, int tap) {
        return (long) axis.stride() * output + (long) axis.dilation() * tap - axis.padLo();
    }

    /** The output whose tap meets an input position, -1 if there is none. */
    static int output(Axis axis, int position, int tap) {
        long distance = (long) position + axis.padLo() - (long) axis.dilation() * tap;
        long output = distance / axis.stride();
        return distance >= 0 && distance % axis.stride() == 0 && output < axis.out() ? (int) output : -1;
    }

    /** The first output whose tap does not meet padding in front. */
    static int firstOutput(Axis axis, int tap) {
        long distance = (long) axis.padLo() - (long) axis.dilation() * tap;
        return Math.clamp(Math.ceilDiv(distance, axis.stride()), 0, axis.out());
    }

    /** The output behind the last one whose tap does not meet padding behind. */
    static int endOutput(Axis axis, int tap) {
        long distance = (long) axis.in() - 1 + axis.padLo() - (long) axis.dilation() * tap;
        return Math.clamp(Math.floorDiv(distance, axis.stride()) + 1, firstOutput(axis, tap), axis.out());
    }

    @Override
    public String toString() {
        return spec + " " + layout;
    }
}
