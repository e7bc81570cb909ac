package lanewise.bench.visualize;

/**
 * How a signal on its way back passes a ReLU, {@code y = max(0, z)} on the way forward:
 *
 * <pre>
 *     DECONVNET    max(0, signal)                   Zeiler and Fergus 2014
 *     GRADIENT     signal where y &gt; 0, else 0       Simonyan et al. 2013; the one that trains
 *     GUIDED       max(0, signal) where y &gt; 0       Springenberg et al. 2014
 * </pre>
 */
enum ReluRule {
    DECONVNET(false, true), GRADIENT(true, false), GUIDED(true, true);

    private final boolean gatedByOutput;
    private final boolean gatedBySign;

    ReluRule(boolean gatedByOutput, boolean gatedBySign) {
        this.gatedByOutput = gatedByOutput;
        this.gatedBySign = gatedBySign;
    }

    /**
     * Takes a signal through, in place.
     *
     * @param signal what arrives
     * @param y      what the ReLU gave
     */
    void apply(float[] signal, float[] y) {
        for (int i = 0; i < signal.length; i++) {
            if (gatedByOutput && y[i] <= 0 || gatedBySign && signal[i] <= 0) {
                signal[i] = 0;
            }
        }
    }
}
