package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A signal in chunks gives the outputs of the signal in one call. */
class SignalStreamTest {
    private static final Runner RUNNER = Runner.sequential();
    private static final int LONGEST = 9;

    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "TRANSPOSE"})
    void onRandomProblems(Product product) {
        SpecGenerator.check(1500, (random, values) -> {
            ConvSpec spec = new ConvSpec(random.batch(), random.groups(), random.inChannels(), random.outChannels(),
                    List.of(values.axis()));
            PlanOptions options =
                    PlanOptions.DEFAULTS.withLayout(values.oneIn(2) ? Layout.NCHW : Layout.NHWC);
            Streaming streaming = new Streaming(product, spec, options);
            float[] w = values.floats(spec.filterElements());
            if (w.length > 0 && values.oneIn(10)) {
                w[0] = Float.POSITIVE_INFINITY;
            }
            Epilogue epilogue = values.oneIn(2)
                    ? Epilogue.none()
                    : Epilogue.of(values.floats(streaming.written())).then(Activation.leakyRelu(0.5f));
            SignalStream stream = streaming.stream(w, epilogue);
            for (int signal = 0; signal < 3; signal++) {
                int samples = values.between(0, 40);
                float[] read = values.floats((long) spec.batch() * streaming.read() * samples);
                float[] expected = streaming.once(w, epilogue, read, samples);
                assertArrayEquals(expected,
                        streaming.inChunks(stream, read, samples, values.between(1, LONGEST), values));
                stream.reset();
            }
        });
    }

    @Test
    void causalDilatedConvolutionAnswersEverySampleAtOnce() {
        SpecGenerator.check(300, (ignored, values) -> {
            int kernel = values.between(1, 5);
            int dilation = values.between(1, 8);
            int channels = values.between(1, 4);
            ConvSpec spec = ConvSpec.conv(channels, 3, values.between(1, 20)).kernel(kernel).dilation(dilation)
                    .padding(new int[]{dilation * (kernel - 1)}, new int[]{0}).build();
            Streaming streaming = new Streaming(Product.FORWARD, spec, PlanOptions.DEFAULTS);
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(channels * 60);
            SignalStream stream = streaming.stream(w, Epilogue.none());
            assertEquals(0, stream.outputs(0));
            assertEquals(1, stream.outputs(1));
            assertEquals(480, stream.outputs(480));
            float[] expected = streaming.once(w, Epilogue.none(), x, 60);
            assertArrayEquals(expected, streaming.inChunks(stream, x, 60, values.between(1, LONGEST), values));
            assertEquals(0, stream.remaining());
        });
    }

    /** A server may keep states instead of streams. */
    @ParameterizedTest
    @EnumSource
    void aStateIsAllThatFollowingChunksNeed(Layout layout) {
        SpecGenerator.check(300, (random, values) -> {
            int kernel = values.between(1, 5);
            int dilation = values.between(1, 3);
            Axis axis = Axis.conv(4, kernel, 1, dilation, dilation * (kernel - 1), 0);
            ConvSpec spec = new ConvSpec(random.batch(), random.groups(), random.inChannels(), random.outChannels(),
                    List.of(axis));
            Streaming streaming = new Streaming(Product.FORWARD, spec, PlanOptions.DEFAULTS.withLayout(layout));
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats((long) spec.batch() * spec.inChannels() * 24);
            SignalStream stream = streaming.stream(w, Epilogue.none());
            Floats state = Floats.of(new float[spec.batch() * spec.inChannels() * axis.padLo()]);
            float[] y = streaming.inChunks(stream, x, 24, LONGEST, values, () -> {
                stream.save(state);
                stream.process(new float[spec.batch() * spec.inChannels()], 0, 1,
                        new float[spec.batch() * spec.outChannels()], 0, RUNNER);
                stream.restore(state);
            });
            assertArrayEquals(streaming.once(w, Epilogue.none(), x, 24), y);
        });
    }

    @Test
    void aStateIsTheLastSamplesWithZerosBeforeTheFirst() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2).kernel(4).padding(new int[]{3}, new int[]{0}).build();
        SignalStream stream = Plan.forward(spec).stream(Filter.of(new float[]{1, 10, 100, 1000}));
        float[] state = {7, 7, 7};
        stream.save(Floats.of(state));
        assertArrayEquals(new float[]{0, 0, 0}, state);
        float[] y = new float[2];
        stream.process(new float[]{1, 2}, 0, 2, y, 0, RUNNER);
        stream.save(Floats.of(state));
        assertArrayEquals(new float[]{0, 1, 2}, state);
        stream.process(new float[]{3, 4}, 0, 2, y, 0, RUNNER);
        stream.save(Floats.of(state));
        assertArrayEquals(new float[]{2, 3, 4}, state);
        stream.finish(new float[0], 0, RUNNER);
        stream.restore(Floats.of(new float[]{5, 6, 7}));
        stream.process(new float[]{8}, 0, 1, y, 0, RUNNER);
        assertEquals(8765, y[0]);
    }

    /** Every small kernel, stride, dilation and padding: no output waits for nothing, and all of them come. */
    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "TRANSPOSE"})
    void finishesWhatNoLaterSampleReaches(Product product) {
        SpecGenerator.check(1, (ignored, values) -> forEachAxis(axis -> {
            ConvSpec spec = new ConvSpec(1, 1, 1, 1, List.of(axis));
            Streaming streaming = new Streaming(product, spec, PlanOptions.DEFAULTS);
            SignalStream stream = streaming.stream(new float[axis.kernel()], Epilogue.none());
            float[] out = new float[100];
            int finished = 0;
            for (int samples = 0; samples < 6; samples++) {
                assertEquals(settled(product, axis, samples, streaming.outputs(samples)), finished, axis::toString);
                assertEquals(streaming.outputs(samples) - finished, stream.remaining(), axis::toString);
                finished += stream.process(out, 0, 1, out, 50, RUNNER);
            }
            float[] w = values.floats(axis.kernel());
            stream = streaming.stream(w, Epilogue.none());
            for (int samples = 0; samples < 9; samples += 1 + samples) {
                float[] signal = values.floats(samples);
                assertArrayEquals(streaming.once(w, Epilogue.none(), signal, samples),
                        streaming.inChunks(stream, signal, samples, 1 + samples % 4, values), axis::toString);
                stream.reset();
            }
        }));
    }

    @Test
    void chunksMayBeAnywhereAndBecomeTheirOutputs() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2).kernel(3).padding(new int[]{2}, new int[]{0}).build();
        SignalStream stream = Plan.forward(spec).stream(Filter.of(new float[]{1, 10, 100}));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(8);
            MemorySegment.copy(new float[]{1, 2}, 0, chunk, ValueLayout.JAVA_FLOAT, 0, 2);
            assertEquals(2, stream.process(Floats.of(chunk), 2, Floats.of(chunk), RUNNER));
            assertArrayEquals(new float[]{100, 210}, chunk.toArray(ValueLayout.JAVA_FLOAT));
        }
        float[] inPlace = {0, 3, 4};
        assertEquals(2, stream.process(inPlace, 1, 2, inPlace, 0, RUNNER));
        assertArrayEquals(new float[]{321, 432, 4}, inPlace);
    }

    @Test
    void aFailedChunkMayBeGivenAgain() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2).kernel(2).build();
        SignalStream stream = Plan.forward(spec).stream(Filter.of(new float[]{1, 10}));
        float[] y = new float[2];
        stream.process(new float[]{1}, 0, 1, y, 0, RUNNER);
        Runner failing = job -> {
            throw new TaskException("broken", null);
        };
        assertThrows(TaskException.class, () -> stream.process(new float[]{2, 3}, 0, 2, y, 0, failing));
        assertEquals(2, stream.process(new float[]{2, 3}, 0, 2, y, 0, RUNNER));
        assertArrayEquals(new float[]{21, 32}, y);
    }

    @Test
    void streamsOfTheSameWeightsAreIndependent() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2).kernel(2).build();
        float[] w = {1, 10};
        SignalStream one = Plan.forward(spec).stream(Filter.of(w));
        w[0] = 7;
        float[] y = new float[1];
        one.process(new float[]{1}, 0, 1, y, 0, RUNNER);
        SignalStream other = one.another();
        assertEquals(0, other.outputs(1));
        assertEquals(1, one.process(new float[]{2}, 0, 1, y, 0, RUNNER));
        assertArrayEquals(new float[]{21}, y);
    }

    @Test
    void nothingFollowsTheEnd() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2).kernel(2).padding(1).build();
        SignalStream stream = Plan.forward(spec).stream(Filter.of(new float[]{1, 10}));
        float[] y = new float[2];
        assertEquals(1, stream.process(new float[]{5}, 0, 1, y, 0, RUNNER));
        assertEquals(1, stream.finish(y, 1, RUNNER));
        assertArrayEquals(new float[]{50, 5}, y);
        assertEquals(0, stream.remaining());
        String message = "signal must not be finished, but was after 1 samples; reset() begins the next one";
        assertEquals(message, assertThrows(IllegalStateException.class, () -> stream.outputs(1)).getMessage());
        assertThrows(IllegalStateException.class, () -> stream.process(y, 0, 1, y, 0, RUNNER));
        assertThrows(IllegalStateException.class, () -> stream.finish(y, 0, RUNNER));
        stream.reset();
        assertEquals(1, stream.outputs(1));
    }

    @Test
    void absentOperandsAreNamed() {
        ConvSpec spec = ConvSpec.conv(1, 1, 2).kernel(1).build();
        SignalStream stream = Plan.forward(spec).stream(Filter.of(new float[]{1}));
        float[] y = new float[1];
        assertNames("in", () -> stream.process(null, 0, 1, y, 0, RUNNER));
        assertNames("in", () -> stream.process(null, 1, Floats.of(y), RUNNER));
        assertNames("out", () -> stream.process(y, 0, 1, null, 0, RUNNER));
        assertNames("out", () -> stream.finish(null, RUNNER));
        assertNames("runner", () -> stream.process(y, 0, 1, y, 0, null));
        assertEquals(1, stream.outputs(1));
    }

    private static void assertNames(String parameter, Executable call) {
        assertEquals(parameter + " must be given, but is null",
                assertThrows(NullPointerException.class, call).getMessage());
    }

    /** The outputs in a row, from the first, that no sample from {@code samples} on meets, and that exist already. */
    private static int settled(Product product, Axis axis, int samples, int existing) {
        if (product == Product.TRANSPOSE && axis.stride() * samples < axis.padLo()) {
            return 0; // what was cut comes first, even where the next output lies in a gap between taps
        }
        int output = 0;
        while (output < existing && !reached(product, axis, samples, output)) {
            output++;
        }
        return output;
    }

    private static boolean reached(Product product, Axis axis, int samples, int output) {
        for (int k = 0; k < axis.kernel(); k++) {
            int meets = product == Product.FORWARD
                    ? axis.stride() * output + axis.dilation() * k - axis.padLo()
                    : Math.floorDiv(output + axis.padLo() - axis.dilation() * k, axis.stride());
            boolean divides = product == Product.FORWARD
                    || Math.floorMod(output + axis.padLo() - axis.dilation() * k, axis.stride()) == 0;
            if (divides && meets >= samples) {
                return true;
            }
        }
        return false;
    }

    private interface AxisProperty {
        void holds(Axis axis);
    }

    private static void forEachAxis(AxisProperty property) {
        for (int kernel = 1; kernel <= 3; kernel++) {
            for (int stride = 1; stride <= 4; stride++) {
                for (int dilation = 1; dilation <= 3; dilation++) {
                    int effective = (kernel - 1) * dilation + 1;
                    for (int padLo = 0; padLo <= effective + 1; padLo++) {
                        for (int padHi = 0; padHi <= effective + 1; padHi++) {
                            property.holds(Axis.conv(effective, kernel, stride, dilation, padLo, padHi));
                            for (int a = 0; a < Math.max(stride, dilation); a++) {
                                property.holds(Axis.transposed(13, kernel, stride, dilation, padLo, padHi, a));
                            }
                        }
                    }
                }
            }
        }
    }
}
