package lanewise.core.pooling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.Products;
import lanewise.core.Runner;
import lanewise.core.SpecGenerator;
import lanewise.core.TensorFunction;
import lanewise.core.spi.Rows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The maximum and the average of channels are what they are defined to be, wherever these lie. */
class GlobalPoolTest {
    private static final Runner RUNNER = Runner.sequential();

    @ParameterizedTest
    @EnumSource
    void isTheDefinition(Layout layout) {
        SpecGenerator.check(300, (_, values) -> {
            int batch = values.between(0, 3);
            int channels = values.oneIn(9) ? 300 : values.between(0, 40);
            int[] in = values.oneIn(20) ? new int[]{1500} : new int[]{values.between(1, 9), values.between(1, 9)};
            int positions = Arrays.stream(in).reduce(1, (a, b) -> a * b);
            float[] x = values.floats((long) batch * channels * positions);
            if (x.length > 0 && values.oneIn(3)) {
                x[values.between(0, x.length - 1)] = Float.NaN;
            }
            PlanOptions options = PlanOptions.DEFAULTS.withLayout(layout);
            float[] laid = layout == Layout.NCHW ? x : Products.channelsLast(x, channels, positions);
            float[] maximum = run(Pooling.globalMax(batch, channels, in, options), laid, values.oneIn(2));
            float[] average = run(Pooling.globalAverage(batch, channels, in, options), laid, values.oneIn(2));
            for (int plane = 0; plane < batch * channels; plane++) {
                float[] one = Arrays.copyOfRange(x, plane * positions, (plane + 1) * positions);
                assertEquals(max(one), maximum[plane]);
                assertEquals(average(one), average[plane]);
            }
        });
    }

    private static float max(float[] plane) {
        return (float) IntStream.range(0, plane.length).mapToDouble(i -> plane[i]).reduce(Math::max).orElseThrow();
    }

    private static float average(float[] plane) {
        float[] s = new float[Rows.LANES];
        for (int i = 0; i < plane.length; i++) {
            s[i % s.length] += plane[i];
        }
        float evens = s[0] + s[8] + (s[4] + s[12]) + (s[2] + s[10] + (s[6] + s[14]));
        float odds = s[1] + s[9] + (s[5] + s[13]) + (s[3] + s[11] + (s[7] + s[15]));
        return (evens + odds) / plane.length;
    }

    private static float[] run(TensorFunction function, float[] x, boolean segment) {
        float[] y = new float[(int) function.outElements()];
        if (segment) {
            Floats in = Floats.of(Arena.ofAuto().allocate(4L * x.length));
            Floats out = Floats.of(Arena.ofAuto().allocate(4L * y.length));
            in.write(0, 1, x, 0, 1, x.length);
            function.run(in, out, RUNNER);
            out.read(0, 1, y, 0, 1, y.length);
        } else {
            function.run(x, y, RUNNER);
        }
        return y;
    }
}
