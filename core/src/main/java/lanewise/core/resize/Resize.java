package lanewise.core.resize;

import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import lanewise.core.bounds.Bounds;

/**
 * Plans resizing: nearest, linear and cubic interpolation with the coordinates of ONNX Resize.
 *
 * <pre>
 *     y[n, c, o] = Σ_d Σ_h Σ_w weight(o_d, d) · weight(o_h, h) · weight(o_w, w) · x[n, c, first(o) + (d, h, w)]
 * </pre>
 *
 * <p>One axis is resized after the other, each time rounded to float32: first depth and height if they shrink, then the width,
 * then height and depth if they don't, in this order. Along an axis a sum starts at +0 and adds one tap after the other, in
 * ascending order, by {@link Math#fma(float, float, float)}; a single tap of weight 1 is a copy, to the bit. So results depend
 * neither on backend, layout, memory nor on the number of threads. An axis that is the {@linkplain ResizeAxis#identity
 * identity} changes nothing.
 *
 * <pre>{@code
 * ResizeSpec spec = ResizeSpec.of(64, 28, 28).scale(2).interpolation(Interpolation.LINEAR).build();
 * TensorFunction up = Resize.of(spec);
 * up.run(x, y, runner);                              // [1, 64, 28, 28] to [1, 64, 56, 56]
 * }</pre>
 *
 * <p>Source: the ONNX operators Resize-19 and Upsample-9.
 */
public final class Resize {
    private Resize() {
    }

    /**
     * Plans with {@link PlanOptions#DEFAULTS}.
     *
     * @param spec what to compute
     * @return x to y
     */
    public static TensorFunction of(ResizeSpec spec) {
        return of(spec, PlanOptions.DEFAULTS);
    }

    /**
     * Plans resizing.
     *
     * @param spec    what to compute
     * @param options of which layout, backend and threads matter
     * @return x to y
     * @throws IllegalArgumentException for an unknown backend
     */
    public static TensorFunction of(ResizeSpec spec, PlanOptions options) {
        Bounds.given("spec", spec);
        Bounds.given("options", options);
        return TensorFunction.of(Repetition.is(spec, options)
                ? new Repetition(spec, options)
                : new Resampling(spec, options));
    }
}
