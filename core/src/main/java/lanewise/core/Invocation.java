package lanewise.core;

import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;

/** The tasks of one run, which say what failed. */
abstract class Invocation implements Job {

    /** Computes one task. */
    abstract void compute(int task, Scratch scratch);

    /** What is computed, for messages. */
    abstract String what();

    @Override
    public final void run(int task, Scratch scratch) {
        try {
            compute(task, scratch);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable failure) {
            throw new TaskException("task " + task + " of " + tasks() + " failed in " + what(), failure);
        }
    }

    /** Whether only the calling thread may touch an operand, which may be absent. */
    static boolean confined(Floats operand) {
        return operand instanceof SegmentFloats segment && segment.confined();
    }
}
