package lanewise.bench.console;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for work that takes more than a second; shorter work leaves no trace. */
public final class Progress implements AutoCloseable {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final int COLUMNS = 100;
    private static final int UPDATE_MILLIS = 500;

    private final PrintWriter err;
    private final String task;
    private final int steps;
    private final long start = System.nanoTime();
    private int done;
    private ProgressBar bar;

    /**
     * A bar that is not drawn yet.
     *
     * @param err   where to draw it
     * @param task  what is going on
     * @param steps how many steps it takes
     */
    public Progress(PrintWriter err, String task, int steps) {
        this.err = err;
        this.task = task;
        this.steps = steps;
    }

    /**
     * Says that a step begins.
     *
     * @param what its name
     */
    public void next(String what) {
        if (bar == null && System.nanoTime() - start > PATIENCE_NANOS) {
            bar = new ProgressBarBuilder().setTaskName(task).setInitialMax(steps).setUpdateIntervalMillis(UPDATE_MILLIS)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setConsumer(new DelegatingProgressBarConsumer(this::draw, COLUMNS)).build();
        }
        if (bar != null) {
            bar.stepTo(done).setExtraMessage(" " + what);
        }
        done++;
    }

    /** Completes the bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.stepTo(done).setExtraMessage("");
            bar.close();
            err.println();
            err.flush();
        }
    }

    private void draw(String line) {
        err.print("\r" + line);
        err.flush();
    }
}
