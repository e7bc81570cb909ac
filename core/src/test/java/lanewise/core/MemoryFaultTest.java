package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Memory that goes away in the middle of a run costs an exception, and neither the process nor the operator. */
class MemoryFaultTest {
    private static final ConvSpec SPEC = ConvSpec.conv(2, 3, 4).kernel(2).build();
    private static final float[] WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final float[] X = {8, 7, 6, 5, 4, 3, 2, 1};
    private static final Operator OPERATOR = Plan.forward(SPEC).bind(Filter.of(WEIGHTS));
    private static final int LARGE = 1 << 20;

    @Test
    void anArenaThatIsClosedBetweenTasksFailsTheNextOne() {
        Arena arena = Arena.ofShared();
        Floats x = Floats.of(arena.allocate(32, 4));
        Runner closing = job -> {
            Scratch scratch = new Scratch(new float[job.scratchFloats()], new int[job.scratchInts()]);
            job.run(0, scratch);
            arena.close();
            job.run(1, scratch);
        };
        TaskException failure = assertThrows(TaskException.class,
                () -> OPERATOR.run(x, Floats.of(new float[9]), closing));
        assertTrue(failure.getMessage().startsWith("task 1 of 3 failed in FORWARD of " + SPEC), failure.getMessage());
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertTrue(failure.getCause().getMessage().contains("closed"), failure.getCause().getMessage());
        assertComputes();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMappedFileThatIsCutOffFailsTheRun(@TempDir Path folder) throws IOException {
        Operator copy = Plan.forward(ConvSpec.conv(1, 1, LARGE).build()).bind(Filter.of(new float[]{1}));
        try (Arena arena = Arena.ofShared();
                FileChannel file = FileChannel.open(folder.resolve("x"), StandardOpenOption.CREATE,
                        StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Floats x = Floats.of(file.map(FileChannel.MapMode.READ_WRITE, 0, 4L * LARGE, arena));
            file.truncate(0);
            assertThrows(InternalError.class, () -> copy.run(x, Floats.of(new float[LARGE]), Runner.sequential()));
        }
        assertComputes();
    }

    private static void assertComputes() {
        float[] y = new float[9];
        OPERATOR.run(X, y, Runner.sequential());
        assertArrayEquals(Products.forward(SPEC, WEIGHTS, X), y);
    }
}
