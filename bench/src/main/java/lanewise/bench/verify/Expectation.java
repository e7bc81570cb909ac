package lanewise.bench.verify;

import java.util.Arrays;
import lanewise.bench.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * What a case says an output must be: {@code |got - expected| ≤ abs + rel·|expected|}, infinities and NaN exactly.
 *
 * @param name   name of the output
 * @param tensor expected values
 * @param half   whether they are rounded to float16, as a result then is too
 * @param abs    absolute tolerance
 * @param rel    relative tolerance
 */
record Expectation(String name, Tensor tensor, boolean half, double abs, double rel) {
    private static final double ABS = 1e-5;
    private static final double REL = 1e-4;
    /** One unit in the last place: the source may have summed in another order before it rounded. */
    private static final double REL_HALF = 0x1p-10;

    static Expectation of(String name, Tensor tensor, boolean half, JsonNode abs, JsonNode rel) {
        boolean given = abs.isNumber() || rel.isNumber();
        return new Expectation(name, tensor, half, given ? abs.asDouble(0) : ABS,
                given ? rel.asDouble(0) : half ? REL_HALF : REL);
    }

    /** What is wrong with a result, or null. */
    String difference(Tensor got) {
        if (!Arrays.equals(got.shape(), tensor.shape())) {
            return name + " must have shape " + tensor + ", but has " + got;
        }
        for (int i = 0; i < tensor.values().length; i++) {
            float expected = tensor.values()[i];
            float value = half ? Float.float16ToFloat(Float.floatToFloat16(got.values()[i])) : got.values()[i];
            double tolerance = abs + rel * Math.abs(expected);
            boolean close = Float.isFinite(expected)
                    ? Math.abs((double) value - expected) <= tolerance
                    : Float.compare(value, expected) == 0;
            if (!close) {
                return name + tensor.index(i) + " must be " + expected + " ± " + tolerance + ", but is " + value;
            }
        }
        return null;
    }
}
