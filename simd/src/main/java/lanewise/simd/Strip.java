package lanewise.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.core.Floats;
import lanewise.core.spi.Call;

/**
 * Phases whose results alternate along the same rows. Their sums are put side by side before they are stored, so that each line
 * of the result is written once, and whole. A single phase is a strip, too.
 *
 * @param phases one for every residue of the width, or one alone
 * @param widest the leftmost, which has the most results
 * @param whole  the results of all of them; its taps mean nothing
 */
record Strip(List<Phase> phases, Phase widest, Phase whole) {

    /** All phases, those together that vectors can put side by side. */
    static List<Strip> of(List<Phase> phases, Sink sink) {
        int step = phases.getFirst().width().step();
        return of(phases, sink.target().positionStep() == 1 && Interleave.fast(step) ? step : 1);
    }

    /** All phases, so many of them to a strip: one, or as many as the width has. */
    static List<Strip> of(List<Phase> phases, int size) {
        List<Strip> strips = new ArrayList<>(phases.size() / size);
        for (int p = 0; p < phases.size(); p += size) {
            Phase first = phases.get(p);
            strips.add(size == 1 ? new Strip(List.of(first), first, first) : of(phases.subList(p, p + size)));
        }
        return strips;
    }

    private static Strip of(List<Phase> phases) {
        Phase widest = phases.getFirst();
        int count = 0;
        for (Phase phase : phases) {
            widest = phase.width().first() == 0 ? phase : widest;
            count += phase.width().count();
        }
        return new Strip(phases, widest, new Phase(widest.depth(), widest.height(), Lattice.identity(count)));
    }

    int size() {
        return phases.size();
    }

    /** The place of a phase among those of the strip, from left to right. */
    int place(Phase phase) {
        return phase.width().first() % size();
    }

    /** Whether a phase meets the same operands as the one before it. */
    boolean repeats(int phase) {
        return phase > 0 && phases.get(phase - 1).width().count() > 0
                && Arrays.equals(phases.get(phase).width().shift(), phases.get(phase - 1).width().shift());
    }

    /** How many taps meet operands that no phase before met: rows of a panel for each channel. */
    int panelTaps() {
        int taps = 0;
        for (int p = 0; p < size(); p++) {
            taps += repeats(p) ? 0 : phases.get(p).taps();
        }
        return taps;
    }

    /**
     * Stores some results of every phase of a block; the sum of the phase in place {@code p}, channel {@code c} and the
     * {@code j}-th result is at {@code floats[sumsAt + p·phasePitch + c·pitch + j]}.
     *
     * @param finished whether the sums need only be written
     * @param rowsAt   room for {@link Lanes#TILE_COLUMNS} sums of all phases and channels
     * @param block    the strip's widest phase
     */
    void store(Sink sink, Call call, boolean finished, float[] floats, int sumsAt, int phasePitch, int pitch,
            int rowsAt, Floats out, int n, int channel, int channels, int[] block, int column, int columns) {
        int width = block[Blocks.WIDTH];
        int widths = block[Blocks.WIDTHS];
        int row = Math.min(size() * widths, whole.width().count() - size() * width);
        block[Blocks.WIDTH] = size() * width;
        block[Blocks.WIDTHS] = row;
        int most = finished ? columns : Lanes.TILE_COLUMNS;
        int run;
        for (int j = 0; j < columns; j += run) {
            int w = (column + j) % widths;
            run = Math.min(Math.min(widths - w, columns - j), most);
            int first = (column + j) / widths * row + size() * w;
            int count = Math.min(size() * run, row - size() * w);
            if (finished) {
                Interleave.run(floats, sumsAt + j, phasePitch, pitch, out.array(),
                        sink.place(out, n, channel, whole, block, first), (int) sink.target().channelStep(), channels,
                        size(), count);
            } else {
                int rowPitch = size() * Lanes.TILE_COLUMNS;
                Interleave.run(floats, sumsAt + j, phasePitch, pitch, floats, rowsAt, rowPitch, channels, size(),
                        count);
                sink.store(call, floats, rowsAt, rowPitch, out, n, channel, channels, whole, block, first, count);
            }
        }
        block[Blocks.WIDTH] = width;
        block[Blocks.WIDTHS] = widths;
    }
}
