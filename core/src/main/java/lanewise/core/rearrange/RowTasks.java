package lanewise.core.rearrange;

import lanewise.core.bounds.Bounds;
import lanewise.core.spi.Mapping;
import lanewise.core.spi.Operands;
import lanewise.core.spi.Scratch;

/** A mapping whose unit of work is a row; a task is some rows. */
abstract class RowTasks implements Mapping {
    private static final int TASK_ELEMENTS = 1 << 14;

    private final long count;
    private final int perTask;

    RowTasks(long count, long elementsOfRow) {
        this.count = count;
        perTask = (int) Math.max(1, TASK_ELEMENTS / Math.max(1, elementsOfRow));
        Bounds.toSize("tasks", Math.ceilDiv(count, perTask));
    }

    @Override
    public final int tasks() {
        return (int) Math.ceilDiv(count, perTask);
    }

    @Override
    public int scratchInts() {
        return 0;
    }

    @Override
    public final void run(Operands operands, int task, Scratch scratch) {
        long end = Math.min(count, (task + 1L) * perTask);
        for (long row = (long) task * perTask; row < end; row++) {
            row(operands, row, scratch);
        }
    }

    /** Computes one row. */
    abstract void row(Operands operands, long row, Scratch scratch);
}
