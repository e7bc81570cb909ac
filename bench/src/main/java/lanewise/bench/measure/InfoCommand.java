package lanewise.bench.measure;

import static lanewise.bench.console.Columns.of;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Backend;
import lanewise.core.spi.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what Lanewise runs on here and what it chose: the first thing to attach to a question about speed. */
@Command(name = "info", description = "Shows the machine, what it can do at best, and which "
        + "backends and algorithms are available.")
public final class InfoCommand implements Callable<Integer> {
    private static final double PEAK_SECONDS = 0.4;
    private static final double BURST_SECONDS = 1e-3;

    @Spec
    private CommandSpec spec;

    /** Created by the command line. */
    public InfoCommand() {
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("JDK          " + Machine.jdk());
        out.println("system       " + Machine.system());
        out.println("processor    " + Machine.cpu() + ", " + Machine.cores() + " cores");
        out.println("last cache   " + (MachinePeaks.lastLevelCacheBytes() >> 10) + " KiB");
        out.println("FMA peak     " + of(MachinePeaks.fmaGflops(PEAK_SECONDS, BURST_SECONDS), 1)
                + " GFLOP/s on one thread");
        MachinePeaks.Memory memory = MachinePeaks.memory();
        out.println("memory       reads " + of(memory.readGbs(), 1) + " GB/s, copies " + of(memory.copyGbs(), 1)
                + " GB/s on one thread");
        for (Backend backend : Backends.usable()) {
            out.println("backend      " + backend.name() + ": " + backend.description());
            for (Algorithm algorithm : backend.algorithms()) {
                out.println("  algorithm  " + algorithm.name()
                        + (algorithm.exact() ? ", the bits of the scalar core" : ", an error bound of its own"));
            }
        }
        for (String reason : Backends.unusable()) {
            out.println("unavailable  " + reason);
        }
        out.flush();
        return 0;
    }
}
