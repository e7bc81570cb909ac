package lanewise.simd;

import lanewise.core.Activation;
import lanewise.core.Floats;
import lanewise.core.spi.Call;
import lanewise.core.spi.TensorIndex;

/** Stores finished sums {@code [results][pitch]} that have channels along the lanes, in either layout. */
record ChannelsLastSink(Geometry geometry) {

    /** Where a block's first result of a channel is in the tensor. */
    long place(int n, int channel, Phase phase, int[] block) {
        TensorIndex target = geometry.sink().target();
        return target.plane(n, channel)
                + target.position(phase.depth().first() + phase.depth().step() * block[Blocks.DEPTH],
                        phase.height().first() + phase.height().step() * block[Blocks.HEIGHT],
                        phase.width().first() + phase.width().step() * block[Blocks.WIDTH]);
    }

    /** Writes how many positions from the block's first each result is stored, in row-major order. */
    void places(Phase phase, int[] block, int at) {
        TensorIndex target = geometry.sink().target();
        int i = at;
        for (int d = 0; d < block[Blocks.DEPTHS]; d++) {
            for (int h = 0; h < block[Blocks.HEIGHTS]; h++) {
                int row = (d * phase.depth().step() * target.height() + h * phase.height().step()) * target.width();
                for (int w = 0; w < block[Blocks.WIDTHS]; w++, i++) {
                    block[i] = row + w * phase.width().step();
                }
            }
        }
    }

    /**
     * Stores some results of a block where channels are neighbours.
     *
     * @param channel  the first of some neighbouring channels
     * @param floats   sums of result {@code first} from {@code sumsAt}, overwritten; bias from {@code biasAt}
     * @param block    described, with the {@link #places} of all its results from {@code placesAt} and a zero at {@code zeroAt}
     */
    void store(Call call, int n, int channel, int channels, Phase phase, float[] floats, int sumsAt, int pitch,
            int biasAt, int[] block, int placesAt, int zeroAt, int first, int count) {
        Floats out = geometry.result(call);
        Activation activation = call.epilogue().activation();
        int step = geometry.sink().target().channels();
        long at = place(n, channel, phase, block);
        if (out.array() != null && call.residual() == null && activation instanceof Activation.Identity) {
            ChannelsLastEpilogue.addBias(floats, biasAt, floats, sumsAt, pitch, out.array(),
                    (int) (out.arrayOffset() + at), step, block, placesAt + first, count, channels);
            return;
        }
        for (int i = 0; i < count; i++) {
            long place = at + (long) block[placesAt + first + i] * step;
            int sums = sumsAt + i * pitch;
            ChannelsLastEpilogue.addBias(floats, biasAt, floats, sums, pitch, floats, sums, pitch, block, zeroAt, 1,
                    channels);
            ChannelsLastEpilogue.finish(activation, call.residual(), place, floats, sums, channels);
            out.write(place, 1, floats, sums, 1, channels);
        }
    }

    /**
     * Stores some results of a block where results are neighbours, by way of {@code [pitch][results rounded up]} floats from
     * {@code transposedAt}.
     */
    void storeTransposed(Call call, int n, int channel, int channels, Phase phase, float[] floats, int sumsAt,
            int pitch, int transposedAt, int[] block, int first, int count) {
        int results = Lanes.roundUp(count, Transpose8.ROWS);
        for (int r = 0; r < count; r += Transpose8.ROWS) {
            Transpose8.run(floats, sumsAt + r * pitch, pitch, Transpose8.ROWS, floats, transposedAt + r, results,
                    pitch);
        }
        geometry.sink().store(call, floats, transposedAt, results, geometry.result(call), n, channel, channels, phase,
                block, first, count);
    }

    /**
     * Stores all results of a block, in either layout.
     *
     * @param spareAt as many floats as there are sums, of eight results at a time
     * @param zeroAt  a zero is written there, and the places of the results behind it
     */
    void storeAll(Call call, int n, int channel, int channels, Phase phase, float[] floats, int sumsAt, int pitch,
            int spareAt, int[] block, int zeroAt) {
        int count = block[Blocks.DEPTHS] * block[Blocks.HEIGHTS] * block[Blocks.WIDTHS];
        if (geometry.sink().target().positionStep() == 1) {
            storeTransposed(call, n, channel, channels, phase, floats, sumsAt, pitch, spareAt, block, 0, count);
        } else {
            Sink.bias(call.epilogue(), channel, channels, floats, spareAt);
            places(phase, block, zeroAt + 1);
            block[zeroAt] = 0;
            store(call, n, channel, channels, phase, floats, sumsAt, pitch, spareAt, block, zeroAt + 1, zeroAt, 0,
                    count);
        }
    }

    /**
     * Stores the finished sums of a block, at least {@link Transpose8#ROWS}, where its results are neighbours and nothing is left
     * to be done with them; the last groups of rows overlap.
     */
    void transpose(Call call, int n, int channel, int channels, Phase phase, float[] floats, int sumsAt, int pitch,
            int[] block, int count) {
        Floats out = geometry.result(call);
        int to = geometry.sink().place(out, n, channel, phase, block, 0);
        int step = (int) geometry.sink().target().channelStep();
        for (int next = 0; next < count; next += Transpose8.ROWS) {
            int r = Math.min(next, count - Transpose8.ROWS);
            Transpose8.run(floats, sumsAt + r * pitch, pitch, Transpose8.ROWS, out.array(), to + r, step, channels);
        }
    }
}
