package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private static final Runner RUNNER = Runner.sequential();

    @Test
    void anotherSizePaddingOrBatchGivesTheBitsOfAFreshPlan() {
        SpecGenerator.check(300, (spec, values) -> {
            ConvSpec other = resized(spec, values);
            Filter filter = Filter.of(values.floats(spec.filterElements()));
            float[] x = values.floats(other.inElements());
            float[] y = values.floats(other.outElements());
            Epilogue toY = Epilogue.of(values.floats(spec.outChannels())).then(Activation.relu());
            Epilogue toX = Epilogue.of(values.floats(spec.inChannels())).then(Activation.relu());

            Operator forward = Plan.forward(spec).bind(filter, toY).withSpec(other);
            assertEquals(other, forward.spec());
            assertArrayEquals(Products.run(Plan.forward(other).bind(filter, toY), x, y.length),
                    Products.run(forward, x, y.length));
            assertArrayEquals(Products.run(Plan.transpose(other).bind(filter, toX), y, x.length),
                    Products.run(Plan.transpose(spec).bind(filter, toX).withSpec(other), y, x.length));
        });
    }

    @Test
    void anotherFilterIsRejected() {
        ConvSpec spec = ConvSpec.conv(2, 4, 9, 9).groups(2).kernel(3, 1).build();
        Operator operator = Plan.forward(spec).bind(Filter.of(new float[12]));
        for (ConvSpec other : List.of(ConvSpec.conv(2, 4, 9, 9).kernel(3, 1).build(),
                ConvSpec.conv(4, 4, 9, 9).groups(2).kernel(3, 1).build(),
                ConvSpec.conv(2, 2, 9, 9).groups(2).kernel(3, 1).build(),
                ConvSpec.conv(2, 4, 9, 9).groups(2).kernel(1, 3).build(),
                ConvSpec.conv(2, 4, 9, 9).groups(2).kernel(3, 1).stride(2).build(),
                ConvSpec.conv(2, 4, 9, 9).groups(2).kernel(3, 1).dilation(2).build(),
                ConvSpec.conv(2, 4, 9).groups(2).kernel(3).build())) {
            assertThrows(IllegalArgumentException.class, () -> operator.withSpec(other));
        }
    }

    @Test
    void theOriginalKeepsItsSize() {
        ConvSpec spec = ConvSpec.conv(1, 1, 3).kernel(2).build();
        Operator operator = Plan.forward(spec).bind(Filter.of(new float[]{1, 10}));
        operator.withSpec(ConvSpec.conv(1, 1, 9).kernel(2).build());
        assertEquals(spec, operator.spec());
        assertArrayEquals(new float[]{21, 32}, Products.run(operator, new float[]{1, 2, 3}, 2));
    }

    @Test
    void viewsAndArraysGiveTheSame() {
        ConvSpec spec = ConvSpec.conv(1, 1, 3).kernel(2).build();
        Operator operator = Plan.transpose(spec).bind(Filter.of(new float[]{1, 10}));
        float[] x = new float[3];
        operator.run(Floats.of(new float[]{1, 2}), Floats.of(x), RUNNER);
        assertArrayEquals(new float[]{1, 12, 20}, x);
        assertArrayEquals(x, Products.run(operator, new float[]{1, 2}, 3));
    }

    @Test
    void manyThreadsShareAnOperatorAndARunner() {
        ConvSpec spec = ConvSpec.conv(3, 4, 9, 9).kernel(3).padding(1).build();
        SpecGenerator.check(1, (ignored, values) -> {
            Operator operator = Plan.forward(spec).bind(Filter.of(values.floats(spec.filterElements())));
            float[] x = values.floats(spec.inElements());
            float[] expected = Products.run(operator, x, spec.outElements());
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                List<Future<?>> runs = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    runs.add(threads.submit(
                            () -> assertArrayEquals(expected, Products.run(operator, x, spec.outElements()))));
                }
                for (Future<?> run : runs) {
                    run.get();
                }
            }
        });
    }

    @Test
    void explainsTheChoice() {
        ConvSpec spec = ConvSpec.conv(2, 3, 8).kernel(3).build();
        String explanation = Plan.forward(spec).explain();
        assertEquals(explanation, Plan.forward(spec).bind(Filter.of(new float[18])).explain());
        assertEquals("FORWARD of 2→3 8→6 k3 s1 d1 p(0,0) g1 n1, NCHW, DEFAULT, 4 threads",
                explanation.lines().findFirst().orElseThrow());
        assertEquals("scalar/reference", Plan.forward(spec).algorithm());
        assertEquals("TRANSPOSE", Plan.transpose(spec).explain().split(" ")[0]);
        assertEquals("WEIGHTS", WeightGradient.of(spec).explain().split(" ")[0]);
        assertEquals("scalar/reference", WeightGradient.of(spec).algorithm());
        assertEquals(spec, WeightGradient.of(spec).spec());
    }

    private static ConvSpec resized(ConvSpec spec, SpecGenerator values) {
        List<Axis> axes = new ArrayList<>();
        for (Axis axis : spec.axes()) {
            int in = axis.in() + values.between(0, 5);
            int padHi = Math.max(values.between(0, 4), Math.toIntExact(axis.effectiveKernel() - in));
            axes.add(Axis.conv(in, axis.kernel(), axis.stride(), axis.dilation(), values.between(0, 4), padHi));
        }
        return new ConvSpec(values.between(0, 2), spec.groups(), spec.inChannels(), spec.outChannels(), axes);
    }
}
