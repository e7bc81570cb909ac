package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScratchTest {
    private static final int MARKED = 16;

    /** Each task fills its scratch with its own mark, lets others run, and looks whether the marks are still there. */
    @Test
    void belongsToOneTaskAtATime() throws InterruptedException {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger marks = new AtomicInteger();
            AtomicInteger overwritten = new AtomicInteger();
            Thread[] callers = new Thread[24];
            for (int i = 0; i < callers.length; i++) {
                int size = MARKED + i;
                callers[i] = Thread.ofPlatform().start(() -> {
                    for (int run = 0; run < 300; run++) {
                        runner.run(new Tasks(12, size, size, (_, scratch) -> {
                            int mark = marks.incrementAndGet();
                            Arrays.fill(scratch.floats(), 0, MARKED, mark);
                            Arrays.fill(scratch.ints(), mark);
                            Thread.yield();
                            overwritten.addAndGet(holds(scratch, mark) ? 0 : 1);
                        }));
                    }
                });
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(24 * 300 * 12, marks.get());
            assertEquals(0, overwritten.get());
        }
    }

    @Test
    void isAtLeastAsLargeAsAnnounced() {
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool);
            AtomicInteger tooSmall = new AtomicInteger();
            for (int run = 0; run < 1_000; run++) {
                int floats = run * 37 % 101;
                int ints = run * 53 % 97;
                runner.run(new Tasks(8, floats, ints, (_, scratch) -> tooSmall.addAndGet(
                        scratch.floats().length >= floats && scratch.ints().length >= ints ? 0 : 1)));
            }
            assertEquals(0, tooSmall.get());
        }
    }

    @Test
    void isKeptByTheRunner() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            ForkJoinRunner runner = new ForkJoinRunner(pool, 2);
            Set<Scratch> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            for (int run = 0; run < 10_000; run++) {
                runner.run(new Tasks(8, 100, 10, (_, scratch) -> seen.add(scratch)));
            }
            assertTrue(seen.size() <= 2, "one for the caller and one for the worker");
        }
    }

    private static boolean holds(Scratch scratch, int mark) {
        boolean held = true;
        for (int i = 0; i < MARKED; i++) {
            held &= scratch.floats()[i] == mark;
        }
        for (int value : scratch.ints()) {
            held &= value == mark;
        }
        return held;
    }
}
