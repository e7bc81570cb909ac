package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the tensors lie, and in which order, does not change a bit of the results. */
class OperandsTest {
    private static final Runner RUNNER = Runner.sequential();
    private static final float GUARD = -123.5f;
    private static final int GUARDS = 3;

    /** Every kind of memory, filled with guards. */
    static Stream<Named<IntFunction<Floats>>> memories() {
        return Stream.of(Named.of("array", count -> guarded(Floats.of(new float[count]))),
                Named.of("heap segment", count -> guarded(Floats.of(MemorySegment.ofArray(new float[count])))),
                Named.of("native segment", count -> guarded(Floats.of(Arena.ofAuto().allocate(4L * count)))),
                Named.of("unaligned segment",
                        count -> guarded(Floats.of(Arena.ofAuto().allocate(4L * count + 3).asSlice(3)))),
                Named.of("direct buffer", count -> guarded(
                        Floats.of(ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder())))));
    }

    @ParameterizedTest
    @MethodSource("memories")
    void anyMemoryGivesTheSameBitsAndKeepsWhatFollowsTheTensor(IntFunction<Floats> memory) {
        SpecGenerator.check(100, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());

            Floats forward = memory.apply(y.length + GUARDS);
            Plan.forward(spec).bind(Filter.of(copy(memory, w))).run(copy(memory, x), forward, RUNNER);
            assertHolds(Products.forward(spec, w, x), forward);

            Floats transpose = memory.apply(x.length + GUARDS);
            Plan.transpose(spec).bind(Filter.of(copy(memory, w))).run(copy(memory, y), transpose, RUNNER);
            assertHolds(Products.transpose(spec, w, y), transpose);

            Floats weights = memory.apply(w.length + GUARDS);
            WeightGradient.of(spec).run(copy(memory, x), copy(memory, y), weights, RUNNER);
            assertHolds(Products.weights(spec, x, y), weights);
        });
    }

    @Test
    void disjointPartsOfOneArrayKeepWhatLiesAround() {
        SpecGenerator.check(100, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            float[] array = new float[x.length + y.length + 3 * GUARDS];
            int xAt = GUARDS;
            int yAt = GUARDS + x.length + GUARDS;

            fill(array, x, xAt);
            Plan.forward(spec).bind(Filter.of(w)).run(array, xAt, array, yAt, RUNNER);
            assertPart(Products.forward(spec, w, x), array, yAt);
            assertPart(x, array, xAt);

            fill(array, y, yAt);
            Plan.transpose(spec).bind(Filter.of(w)).run(array, yAt, array, xAt, RUNNER);
            assertPart(Products.transpose(spec, w, y), array, xAt);
            assertPart(y, array, yAt);
        });
    }

    @Test
    void channelsLastGivesTheSameBits() {
        PlanOptions options = PlanOptions.DEFAULTS.withLayout(Layout.NHWC);
        SpecGenerator.check(200, (spec, values) -> {
            float[] w = values.floats(spec.filterElements());
            float[] x = values.floats(spec.inElements());
            float[] y = values.floats(spec.outElements());
            float[] lastX = Products.channelsLast(x, spec.inChannels(), spec.inPositions());
            float[] lastY = Products.channelsLast(y, spec.outChannels(), spec.outPositions());
            Epilogue toY = Epilogue.of(values.floats(spec.outChannels()));
            Epilogue toX = Epilogue.of(values.floats(spec.inChannels()));

            assertArrayEquals(Products.run(Plan.forward(spec).bind(Filter.of(w), toY), x, y.length),
                    Products.channelsFirst(
                            Products.run(Plan.forward(spec, options).bind(Filter.of(w), toY), lastX, y.length),
                            spec.outChannels(), spec.outPositions()));
            assertArrayEquals(Products.run(Plan.transpose(spec).bind(Filter.of(w), toX), y, x.length),
                    Products.channelsFirst(
                            Products.run(Plan.transpose(spec, options).bind(Filter.of(w), toX), lastY, x.length),
                            spec.inChannels(), spec.inPositions()));
            assertArrayEquals(Products.weights(spec, x, y),
                    Products.weights(WeightGradient.of(spec, options), lastX, lastY));
        });
    }

    private static Floats guarded(Floats view) {
        float[] guards = new float[(int) view.length()];
        Arrays.fill(guards, GUARD);
        view.write(0, 1, guards, 0, 1, guards.length);
        return view;
    }

    private static Floats copy(IntFunction<Floats> memory, float[] values) {
        Floats copy = memory.apply(values.length);
        copy.write(0, 1, values, 0, 1, values.length);
        return copy;
    }

    private static void assertHolds(float[] expected, Floats guarded) {
        float[] actual = new float[expected.length];
        guarded.read(0, 1, actual, 0, 1, actual.length);
        assertArrayEquals(expected, actual);
        for (int i = expected.length; i < guarded.length(); i++) {
            assertEquals(GUARD, guarded.get(i));
        }
    }

    private static void fill(float[] array, float[] values, int at) {
        Arrays.fill(array, GUARD);
        System.arraycopy(values, 0, array, at, values.length);
    }

    private static void assertPart(float[] expected, float[] array, int at) {
        assertHolds(expected, Floats.of(array, at, expected.length + GUARDS));
        assertArrayEquals(new float[]{GUARD, GUARD, GUARD}, Arrays.copyOfRange(array, at - GUARDS, at));
    }
}
