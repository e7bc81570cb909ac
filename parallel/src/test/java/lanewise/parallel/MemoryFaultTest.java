package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Floats;
import lanewise.core.Operator;
import lanewise.core.Plan;
import lanewise.core.TaskException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Segments that only one thread may touch, and segments whose arena is closed while all threads do. */
@Timeout(60)
class MemoryFaultTest {
    private static final int CHANNELS = 64;
    private static final int SIZE = 500;
    private static final Operator SCALING =
            Plan.forward(ConvSpec.conv(CHANNELS, CHANNELS, SIZE).groups(CHANNELS).build()).bind(Filter.of(filter()));

    private final ForkJoinPool pool = new ForkJoinPool(3);
    private final ForkJoinRunner runner = new ForkJoinRunner(pool, 4);

    @AfterEach
    void stop() {
        pool.close();
    }

    @Test
    void confinedOperandsAreTheCallersAlone() throws InterruptedException {
        confined();
        Thread.startVirtualThread(this::confined).join();
        pool.submit(this::confined).join();
    }

    private void confined() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(ValueLayout.JAVA_FLOAT, CHANNELS * SIZE);
            MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, CHANNELS * SIZE);
            float[] expected = new float[CHANNELS * SIZE];
            for (int run = 1; run <= 200; run++) {
                float value = run;
                Arrays.fill(expected, 2 * value);
                for (int i = 0; i < expected.length; i++) {
                    x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
                }
                SCALING.run(Floats.of(x), Floats.of(y), runner);
                assertArrayEquals(expected, y.toArray(ValueLayout.JAVA_FLOAT));
                float[] array = new float[CHANNELS * SIZE];
                SCALING.run(Floats.of(x), Floats.of(array), runner);
                assertArrayEquals(expected, array);
            }
        }
    }

    @Test
    void anArenaClosedDuringARunFailsItAndNothingElse() throws InterruptedException {
        float[] input = new float[CHANNELS * SIZE];
        Arrays.fill(input, 3);
        for (int repeat = 0; repeat < 100; repeat++) {
            Arena arena = Arena.ofShared();
            Floats x = Floats.of(arena.allocate(ValueLayout.JAVA_FLOAT, CHANNELS * SIZE));
            Floats y = Floats.of(arena.allocate(ValueLayout.JAVA_FLOAT, CHANNELS * SIZE));
            long micros = repeat * 20L;
            Thread closing = Thread.ofPlatform().start(() -> {
                long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                arena.close();
            });
            RuntimeException failure = assertThrows(RuntimeException.class, () -> {
                while (true) {
                    SCALING.run(x, y, runner);
                }
            });
            if (failure instanceof TaskException) {
                assertInstanceOf(IllegalStateException.class, failure.getCause());
            } else {
                assertInstanceOf(IllegalArgumentException.class, failure);
            }
            // HotSpot interrupts a thread that it finds in memory about to be freed.
            Thread.interrupted();
            closing.join();
            float[] output = new float[CHANNELS * SIZE];
            SCALING.run(input, output, runner);
            assertEquals(6, output[CHANNELS * SIZE - 1]);
        }
    }

    private static float[] filter() {
        float[] twos = new float[CHANNELS];
        Arrays.fill(twos, 2);
        return twos;
    }
}
