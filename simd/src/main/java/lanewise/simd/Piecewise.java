package lanewise.simd;

import lanewise.core.Activation;
import lanewise.core.spi.Call;

/** Activations {@code v ≥ 0 ? v : slope·v} within bounds, which tiles apply to their sums themselves. */
final class Piecewise {
    private Piecewise() {
    }

    /** Whether results are no more than such an activation of sums and bias. */
    static boolean is(Call call) {
        return call.residual() == null && switch (call.epilogue().activation()) {
            case Activation.Identity(),Activation.Relu(),Activation.Clip _,Activation.LeakyRelu _ -> true;
            default -> false;
        };
    }

    static float slope(Activation activation) {
        return activation instanceof Activation.LeakyRelu leaky ? leaky.slope() : 1;
    }

    static float lo(Activation activation) {
        return switch (activation) {
            case Activation.Relu() -> 0;
            case Activation.Clip clip -> clip.lo();
            default -> Float.NEGATIVE_INFINITY;
        };
    }

    static float hi(Activation activation) {
        return activation instanceof Activation.Clip clip ? clip.hi() : Float.POSITIVE_INFINITY;
    }
}
