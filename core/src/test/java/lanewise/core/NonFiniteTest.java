package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import lanewise.core.reference.ConvMatrix;
import org.junit.jupiter.api.Test;

/** NaN and infinities spread along the taps that are there, and along no other. */
class NonFiniteTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    private final ConvSpec same = ConvSpec.conv(1, 1, 4).kernel(3).padding(1).build();

    @Test
    void aNanReachesExactlyTheOutputsWhoseWindowCoversIt() {
        float[] ones = {1, 1, 1};
        assertArrayEquals(new float[]{NAN, NAN, 3, 2}, Products.forward(same, ones, new float[]{NAN, 1, 1, 1}));
        assertArrayEquals(new float[]{NAN, NAN, 3, 2}, Products.transpose(same, ones, new float[]{NAN, 1, 1, 1}));
        assertArrayEquals(new float[]{INF, NAN, NAN, -INF},
                Products.forward(same, ones, new float[]{1, INF, -INF, 1}));
    }

    @Test
    void aNanWeightOverPaddingDoesNotPoison() {
        assertArrayEquals(new float[]{3, NAN, NAN, NAN},
                Products.forward(same, new float[]{NAN, 1, 1}, new float[]{1, 2, 3, 4}));
        assertArrayEquals(new float[]{NAN, NAN, NAN, 7},
                Products.transpose(same, new float[]{NAN, 1, 1}, new float[]{1, 2, 3, 4}));
    }

    @Test
    void aNanOfYOverPaddingDoesNotReachTheWeights() {
        assertArrayEquals(new float[]{1 + 2 + 3, NAN, NAN},
                Products.weights(same, new float[]{1, 2, 3, 4}, new float[]{NAN, 1, 1, 1}));
        assertArrayEquals(new float[]{INF, INF, 2 + 3 + 4},
                Products.weights(same, new float[]{1, 2, 3, 4}, new float[]{1, 1, 1, INF}));
    }

    @Test
    void everyMeetingAndNoOtherSpreadsNan() {
        SpecGenerator.check(300, (spec, values) -> {
            if (spec.batch() != 1 || spec.macs() == 0) {
                return;
            }
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            int poisonedX = values.between(0, x.length - 1);
            int poisonedY = values.between(0, y.length - 1);
            int poisonedW = values.between(0, w.length - 1);
            float[] nanX = poisoned(x, poisonedX);
            float[] nanY = poisoned(y, poisonedY);
            float[] nanW = poisoned(w, poisonedW);
            ConvMatrix matrix = ConvMatrix.of(spec, w);

            boolean[] hitY = new boolean[y.length];
            boolean[] hitX = new boolean[x.length];
            boolean[] hitYByWeight = new boolean[y.length];
            boolean[] hitXByWeight = new boolean[x.length];
            boolean[] hitWByX = new boolean[w.length];
            boolean[] hitWByY = new boolean[w.length];
            for (int row = 0; row < y.length; row++) {
                for (int column = 0; column < x.length; column++) {
                    int weight = matrix.weightAt(row, column);
                    if (weight >= 0) {
                        hitY[row] |= column == poisonedX;
                        hitX[column] |= row == poisonedY;
                        hitYByWeight[row] |= weight == poisonedW;
                        hitXByWeight[column] |= weight == poisonedW;
                        hitWByX[weight] |= column == poisonedX;
                        hitWByY[weight] |= row == poisonedY;
                    }
                }
            }
            assertNans(hitY, Products.forward(spec, w, nanX));
            assertNans(hitYByWeight, Products.forward(spec, nanW, x));
            assertNans(hitX, Products.transpose(spec, w, nanY));
            assertNans(hitXByWeight, Products.transpose(spec, nanW, y));
            assertNans(hitWByX, Products.weights(spec, nanX, y));
            assertNans(hitWByY, Products.weights(spec, x, nanY));
        });
    }

    @Test
    void zeroSumsAreStoredPositive() {
        ConvSpec point = ConvSpec.conv(1, 1, 2).build();
        float[] zeros = {-0f, 0f};
        assertArrayEquals(new float[]{0, 0}, Products.forward(point, new float[]{-1}, zeros));
        assertArrayEquals(new float[]{0, 0}, Products.transpose(point, new float[]{1}, zeros));
        assertArrayEquals(new float[]{0}, Products.weights(point, zeros, new float[]{1, -1}));
        float tiny = Float.MIN_VALUE;
        assertArrayEquals(new float[]{0, 0}, Products.forward(point, new float[]{-tiny}, new float[]{tiny, tiny}));
        assertArrayEquals(new float[]{0}, Products.weights(point, new float[]{0, -tiny}, new float[]{0, tiny}));
        Operator leaky = Plan.forward(point).bind(Filter.of(new float[]{1}),
                Epilogue.none().then(Activation.leakyRelu(0.1f)));
        assertArrayEquals(new float[]{0, 0}, Products.run(leaky, zeros, 2));
    }

    @Test
    void weightsThatAreNotFiniteAreBoundToTheReference() {
        Operator operator = Plan.forward(same).bind(Filter.of(new float[]{1, INF, 1}));
        assertEquals("scalar/reference", operator.algorithm());
    }

    private static float[] poisoned(float[] values, int at) {
        float[] copy = values.clone();
        copy[at] = NAN;
        return copy;
    }

    private static void assertNans(boolean[] expected, float[] actual) {
        boolean[] nans = new boolean[actual.length];
        for (int i = 0; i < actual.length; i++) {
            nans[i] = Float.isNaN(actual[i]);
        }
        assertArrayEquals(expected, nans);
    }
}
