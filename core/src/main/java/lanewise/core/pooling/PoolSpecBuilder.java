package lanewise.core.pooling;

import java.util.ArrayList;
import java.util.List;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.ConvSpecBuilder;
import lanewise.core.bounds.Bounds;

/**
 * Collects a pooling layer's parameters. Every per-axis setter takes one value for all axes or one value per axis, outermost
 * first. Start with {@link PoolSpec#of}.
 */
public final class PoolSpecBuilder {
    private final ConvSpecBuilder windows;
    private int[] stride = {1};
    private int[] padLo = {0};
    private int[] padHi = {0};
    private Border border;
    private boolean ceilMode;

    PoolSpecBuilder(int channels, int[] in) {
        Bounds.atLeast("channels", channels, 0);
        windows = ConvSpec.conv(channels, channels, in).groups(Math.max(channels, 1));
    }

    /**
     * Images per call; 1 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public PoolSpecBuilder batch(int value) {
        windows.batch(value);
        return this;
    }

    /**
     * Taps per axis; 1 unless set.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public PoolSpecBuilder kernel(int... values) {
        windows.kernel(values);
        return this;
    }

    /**
     * Strides; 1 unless set.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public PoolSpecBuilder stride(int... values) {
        windows.stride(values);
        stride = values.clone();
        return this;
    }

    /**
     * Dilations; 1 unless set.
     *
     * @param values one for all axes or one per axis, each at least 1
     * @return this
     */
    public PoolSpecBuilder dilation(int... values) {
        windows.dilation(values);
        return this;
    }

    /**
     * Explicit padding, the same on both sides of an axis; 0 unless set.
     *
     * @param values one for all axes or one per axis, each at least 0
     * @return this
     */
    public PoolSpecBuilder padding(int... values) {
        return padding(values, values);
    }

    /**
     * Explicit padding per side.
     *
     * @param lo units before the input, one for all axes or one per axis, each at least 0
     * @param hi units behind the input, likewise
     * @return this
     */
    public PoolSpecBuilder padding(int[] lo, int[] hi) {
        windows.padding(lo, hi);
        padLo = lo.clone();
        padHi = hi.clone();
        border = null;
        return this;
    }

    /**
     * Padding by mode.
     *
     * @param mode the mode, instead of explicit padding
     * @return this
     */
    public PoolSpecBuilder padding(Border mode) {
        windows.padding(mode);
        border = mode;
        return this;
    }

    /**
     * Whether a last window that reaches beyond the padding counts, as long as it begins inside the input or the padding before
     * it: {@code out = min(⌈(in + padLo + padHi - effectiveKernel) / stride⌉ + 1, ⌈(in + padLo) / stride⌉)}. The SAME modes of
     * padding do not ask.
     *
     * @param value false unless set
     * @return this
     */
    public PoolSpecBuilder ceilMode(boolean value) {
        ceilMode = value;
        return this;
    }

    /**
     * Builds the specification.
     *
     * @return the windows
     * @throws IllegalArgumentException naming the axis, the parameter, its value and the bound
     */
    public PoolSpec build() {
        boolean same = border == Border.SAME_UPPER || border == Border.SAME_LOWER;
        if (!ceilMode || same) {
            ConvSpec spec = windows.build();
            return new PoolSpec(spec, spec.axes().stream().mapToInt(Axis::padHi).toArray());
        }
        if (border != null) {
            List<Axis> axes = windows.build().axes();
            padding(axes.stream().mapToInt(Axis::padLo).toArray(), axes.stream().mapToInt(Axis::padHi).toArray());
        }
        return rounded();
    }

    /** As many windows as fit {@code stride - 1} units more, but those that would begin behind the input. */
    private PoolSpec rounded() {
        int longest = Math.max(stride.length, padHi.length);
        int[] wide = new int[longest];
        for (int i = 0; i < longest; i++) {
            wide[i] = (int) Math.min(Integer.MAX_VALUE, at(padHi, i) + (at(stride, i) - 1L));
        }
        ConvSpec spec = windows.padding(padLo, wide).build();
        windows.padding(padLo, padHi);
        List<Axis> axes = new ArrayList<>();
        int[] hi = new int[spec.rank()];
        for (int i = 0; i < hi.length; i++) {
            Axis axis = spec.axes().get(i);
            hi[i] = at(padHi, i);
            int before = axis.in() + axis.padLo();
            int out = Math.min(axis.out(), Math.ceilDiv(before, axis.stride()));
            long reach = (out - 1L) * axis.stride() + axis.effectiveKernel() - before;
            axes.add(new Axis(axis.in(), out, axis.kernel(), axis.stride(), axis.dilation(), axis.padLo(),
                    Math.toIntExact(Math.max(hi[i], reach))));
        }
        return new PoolSpec(new ConvSpec(spec.batch(), spec.groups(), spec.inChannels(), spec.outChannels(), axes), hi);
    }

    private static int at(int[] values, int axis) {
        return values[Math.min(axis, values.length - 1)];
    }
}
