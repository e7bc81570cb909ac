package lanewise.core;

/**
 * The bias gradient of a layer: {@code b[c] = Σ_n Σ_p dy[n, c, p]}, summed in float32 over n, then over the positions p
 * in row-major order.
 */
public final class BiasGradient {
    private BiasGradient() {
    }

    /**
     * Sums the gradient of a layer's output per channel.
     *
     * @param dy        {@code [batch, channels, positions]} or {@code [batch, positions, channels]}
     * @param batch     images, at least 0
     * @param channels  channels, at least 0
     * @param positions spatial positions of one channel, at least 0
     * @param layout    order of {@code dy}
     * @param b         {@code channels} elements, overwritten
     * @throws IllegalArgumentException before anything is written, when a count is negative or too large, an operand is
     *                                  too short, or {@code b} shares memory with {@code dy}
     */
    public static void run(Floats dy, int batch, int channels, long positions, Layout layout, float[] b) {
        Check.given("dy", dy);
        Check.given("layout", layout);
        Check.given("b", b);
        Check.atLeast("batch", batch, 0);
        Check.atLeast("channels", channels, 0);
        Check.atLeast("positions", positions, 0);
        Check.holds("dy", dy.length(), Check.product("elements of dy", batch, channels, positions));
        Check.holds("b", b.length, channels);
        Check.disjoint("b", Floats.of(b), "dy", dy);
        long channelStep = layout == Layout.NCHW ? positions : 1;
        long positionStep = layout == Layout.NCHW ? 1 : channels;
        for (int c = 0; c < channels; c++) {
            float sum = 0;
            for (int n = 0; n < batch; n++) {
                long start = (long) n * channels * positions + c * channelStep;
                for (long p = 0; p < positions; p++) {
                    sum += dy.get(start + p * positionStep);
                }
            }
            b[c] = sum;
        }
    }
}
