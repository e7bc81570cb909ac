package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;
import org.junit.jupiter.api.Test;

class SequentialRunnerTest {
    private final Runner runner = Runner.sequential();

    @Test
    void runsEveryTaskOnceInOrderOnTheCallingThread() {
        Recorder job = new Recorder(5, 3, 2);
        runner.run(job);
        assertEquals(IntStream.range(0, 5).boxed().toList(), job.tasksRun);
        assertEquals(List.of(Thread.currentThread()), job.threads.stream().distinct().toList());
    }

    @Test
    void runsNothingWithoutTasks() {
        Recorder job = new Recorder(0, 3, 2);
        runner.run(job);
        assertEquals(List.of(), job.tasksRun);
    }

    @Test
    void keepsScratchAndGrowsIt() {
        Recorder small = new Recorder(2, 3, 2);
        runner.run(small);
        assertEquals(1, small.scratches.stream().distinct().count());
        Recorder again = new Recorder(1, 1, 1);
        runner.run(again);
        assertSame(small.scratches.getFirst(), again.scratches.getFirst());
        Recorder larger = new Recorder(1, 1_000_000, 1);
        runner.run(larger);
        Scratch grown = larger.scratches.getFirst();
        assertNotSame(small.scratches.getFirst(), grown);
        assertTrue(grown.floats().length >= 1_000_000 && grown.ints().length >= 2);
        runner.run(small);
        assertSame(grown, small.scratches.getLast());
        runner.run(new Recorder(1, 4, 5));
    }

    @Test
    void aRunInsideARunHasScratchOfItsOwn() {
        Recorder inner = new Recorder(1, 1, 1);
        Recorder outer = new Recorder(1, 1, 1) {
            @Override
            public void run(int task, Scratch scratch) {
                super.run(task, scratch);
                runner.run(inner);
            }
        };
        runner.run(outer);
        assertNotSame(outer.scratches.getFirst(), inner.scratches.getFirst());
    }

    @Test
    void aFailureEndsTheRunAndNotTheRunner() {
        Recorder failing = new Recorder(3, 1, 1) {
            @Override
            public void run(int task, Scratch scratch) {
                super.run(task, scratch);
                if (task == 1) {
                    throw new IllegalStateException("task 1");
                }
            }
        };
        assertThrows(IllegalStateException.class, () -> runner.run(failing));
        assertEquals(List.of(0, 1), failing.tasksRun);
        Recorder next = new Recorder(2, 1, 1);
        runner.run(next);
        assertEquals(List.of(0, 1), next.tasksRun);
    }

    private static class Recorder implements Job {
        final List<Integer> tasksRun = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        final List<Scratch> scratches = new ArrayList<>();
        private final int tasks;
        private final int floats;
        private final int ints;

        Recorder(int tasks, int floats, int ints) {
            this.tasks = tasks;
            this.floats = floats;
            this.ints = ints;
        }

        @Override
        public int tasks() {
            return tasks;
        }

        @Override
        public int scratchFloats() {
            return floats;
        }

        @Override
        public int scratchInts() {
            return ints;
        }

        @Override
        public void run(int task, Scratch scratch) {
            assertTrue(scratch.floats().length >= floats && scratch.ints().length >= ints);
            tasksRun.add(task);
            threads.add(Thread.currentThread());
            scratches.add(scratch);
        }
    }
}
