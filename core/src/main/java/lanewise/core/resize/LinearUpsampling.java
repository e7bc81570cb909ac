package lanewise.core.resize;

import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.bounds.Bounds;

/**
 * Linear upsampling by whole numbers as a transposed convolution, the one that {@link Coordinates#HALF_PIXEL} resizing is: each
 * channel by itself, with a kernel that nobody learns,
 *
 * <pre>
 *     y[o] = Σ_i w[o - scale·i + pad] · x[i],    w[k] = 1 - |k - (kernel - 1) / 2| / scale,    0 ≤ k &lt; kernel
 *     kernel = 2·scale - (scale mod 2),    pad = ⌊scale / 2⌋
 * </pre>
 *
 * <p>and the product of such kernels over several axes. Resizing clamps coordinates to the input; a transposed convolution has
 * zeros there. So it reads an input with its ends replicated once, as {@code Padding} with {@code REPLICATION} makes it:
 * {@code [batch, channels, in + 2...]}.
 *
 * <pre>{@code
 * LinearUpsampling up = LinearUpsampling.of(1, 64, new int[]{28, 28}, 2);
 * Operator op = Plan.transpose(up.spec()).bind(up.filter());     // reads [1, 64, 30, 30], writes [1, 64, 56, 56]
 * }</pre>
 *
 * <p>Source: Long, Shelhamer &amp; Darrell 2015, "Fully Convolutional Networks for Semantic Segmentation", section 3.3.
 */
public final class LinearUpsampling {
    private final ConvSpec spec;
    private final int[] scale;

    private LinearUpsampling(ConvSpec spec, int[] scale) {
        this.spec = spec;
        this.scale = scale;
    }

    /**
     * Upsampling of {@code [batch, channels, in...]}.
     *
     * @param batch    images, at least 0
     * @param channels at least 1
     * @param in       spatial size before, without replicated ends, outermost axis first
     * @param scale    one for all axes or one per axis, each at least 1
     * @return its matrix and its kernel
     * @throws IllegalArgumentException naming the parameter, its value and the bound
     */
    public static LinearUpsampling of(int batch, int channels, int[] in, int... scale) {
        int[] scales = Bounds.perAxis("scale", scale, Bounds.given("in", in).length);
        int[] padded = new int[in.length];
        int[] kernel = new int[in.length];
        int[] padding = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            Bounds.atLeast("in", in[i], 1);
            Bounds.between("scale", scales[i], 1, Integer.MAX_VALUE / 2);
            padded[i] = Bounds.toSize("in + 2", in[i] + 2L);
            kernel[i] = 2 * scales[i] - scales[i] % 2;
            padding[i] = scales[i] / 2 + scales[i];
        }
        return new LinearUpsampling(ConvSpec.convTranspose(channels, channels, padded).batch(batch).groups(channels)
                .kernel(kernel).stride(scales).padding(padding).build(), scales);
    }

    /** {@return the matrix whose transpose upsamples} */
    public ConvSpec spec() {
        return spec;
    }

    /** {@return the kernel of every channel, computed in float64 and rounded once} */
    public Filter filter() {
        int taps = Bounds.toSize("taps", spec.taps());
        float[] weights = new float[Bounds.toSize("elements of w", spec.filterElements())];
        for (int k = 0; k < taps; k++) {
            double weight = 1;
            for (int i = scale.length - 1, rest = k; i >= 0; i--) {
                int kernel = spec.axes().get(i).kernel();
                weight *= 1 - Math.abs(rest % kernel - (kernel - 1) / 2.0) / scale[i];
                rest /= kernel;
            }
            weights[k] = (float) weight;
        }
        for (int at = taps; at < weights.length; at += taps) {
            System.arraycopy(weights, 0, weights, at, taps);
        }
        return Filter.of(weights);
    }
}
