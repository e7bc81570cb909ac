package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;

class TaskExceptionTest {
    private final ConvSpec spec = ConvSpec.conv(1, 2, 3).kernel(2).build();
    private final Operator operator = Plan.forward(spec).bind(Filter.of(new float[]{1, 10, 2, 20}));

    @Test
    void saysWhichTaskOfWhichProductFailedAndWhy() {
        Arena arena = Arena.ofConfined();
        Floats x = Floats.of(arena.allocate(12));
        TaskException failure =
                assertThrows(TaskException.class, () -> operator.run(x, Floats.of(new float[4]), job -> {
                    arena.close();
                    Runner.sequential().run(job);
                }));
        assertEquals("task 0 of 2 failed in FORWARD of 1→2 3→2 k2 s1 d1 p(0,0) g1 n1 by reference",
                failure.getMessage());
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @Test
    void theOperatorWorksAfterAFailure() {
        Runner failing = job -> job.run(job.tasks(), new Scratch(new float[0], new int[0]));
        assertThrows(TaskException.class, () -> operator.run(new float[3], new float[4], failing));
        assertArrayEquals(new float[]{21, 32, 42, 64}, Products.run(operator, new float[]{1, 2, 3}, 4));
    }
}
