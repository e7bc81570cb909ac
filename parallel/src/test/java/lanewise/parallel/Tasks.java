package lanewise.parallel;

import java.util.function.IntConsumer;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;

/** A job made of a lambda. */
record Tasks(int tasks, int scratchFloats, int scratchInts, Body body) implements Job {

    @FunctionalInterface
    interface Body {
        void run(int task, Scratch scratch);
    }

    static Tasks of(int tasks, IntConsumer body) {
        return new Tasks(tasks, 0, 0, (task, _) -> body.accept(task));
    }

    @Override
    public void run(int task, Scratch scratch) {
        body.run(task, scratch);
    }
}
