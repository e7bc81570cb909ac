package lanewise.simd;

import lanewise.core.Floats;
import lanewise.core.spi.TensorIndex;

/**
 * Copies the window of the operand that a block of results needs into scratch, with zeros for the padding, split into dense
 * sub-images: {@code [channel][parts][depth][height][width]}. There every tap is a shift by a constant, whatever the padding,
 * stride, dilation, rank and layout.
 */
record Stage(StageAxis depth, StageAxis height, StageAxis width, TensorIndex source) {

    static Stage of(Lattices lattices, TensorIndex source) {
        return new Stage(StageAxis.of(lattices.depths()), StageAxis.of(lattices.heights()),
                StageAxis.of(lattices.widths()), source);
    }

    int parts() {
        return depth.parts() * height.parts() * width.parts();
    }

    /**
     * Fills the stage.
     *
     * @param from    the operand
     * @param n       image
     * @param channel first channel
     * @param count   channels
     * @param shape   of the block of results
     * @param block   its first result on each axis
     * @param to      {@code count · shape.plane()} floats from {@code at} are written
     */
    void fill(Floats from, int n, int channel, int count, StageShape shape, int[] block, float[] to, int at) {
        boolean channelsFirst = source.positionStep() == 1;
        if (contiguous(shape, block)) {
            for (int c = 0; c < count; c++) {
                from.read(start(n, channel + c, block), 1, to, at + c * shape.plane(), 1, shape.plane());
            }
            return;
        }
        boolean gathered = width.step() * width.parts() * source.positionStep() <= StageRows.FAR;
        if ((channelsFirst || gathered) && from.array() != null) {
            for (int c = 0; c < count; c++) {
                long plane = from.arrayOffset() + source.plane(n, channel + c);
                fillPlane(from.array(), (int) plane, shape, block, to, at + c * shape.plane());
            }
            return;
        }
        int rows = shape.depth() * shape.height();
        for (int part = 0; part < parts(); part++) {
            int step = width.step() * width.parts();
            int origin = width.origin(block[Blocks.WIDTH]) + width.step() * (part % width.parts());
            int lo = Math.clamp(Math.ceilDiv(-origin, step), 0, shape.width());
            int hi = Math.clamp(Math.ceilDiv(source.width() - origin, step), lo, shape.width());
            int target = at + part * rows * shape.width();
            if (!channelsFirst && from.array() != null) {
                for (int row = 0; row < rows; row++) {
                    fillPixels(from, source.plane(n, channel), count, part / width.parts(), row, shape, block, origin,
                            lo, hi, to, target + row * shape.width());
                }
                continue;
            }
            // Whatever is dense in the source goes innermost.
            for (int outer = 0; outer < (channelsFirst ? count : rows); outer++) {
                for (int inner = 0; inner < (channelsFirst ? rows : count); inner++) {
                    int c = channelsFirst ? outer : inner;
                    int row = channelsFirst ? inner : outer;
                    fillRow(from, source.plane(n, channel + c), part / width.parts(), row, shape, block, origin, lo, hi,
                            to,
                            target + c * shape.plane() + row * shape.width());
                }
            }
        }
    }

    /** How far from the place of a result's window in the operand a tap of a phase finds its own. */
    int sourceOffset(Phase phase, int tap) {
        return (int) source.position(phase.depthShift(tap) - depth.minShift(),
                phase.heightShift(tap) - height.minShift(),
                phase.widthShift(tap) - width.minShift());
    }

    /** Where a contiguous window begins in the operand. */
    long start(int n, int channel, int[] block) {
        return source.plane(n, channel) + source.position(depth.origin(block[Blocks.DEPTH]),
                height.origin(block[Blocks.HEIGHT]), width.origin(block[Blocks.WIDTH]));
    }

    /** Whether no position of a block's window is padding. */
    boolean inside(StageShape shape, int[] block) {
        return depth.inside(block[Blocks.DEPTH], shape.depth()) && height.inside(block[Blocks.HEIGHT], shape.height())
                && width.inside(block[Blocks.WIDTH], shape.width());
    }

    /** Whether the window is whole rows of one slice, or a piece of one row, without padding. */
    boolean contiguous(StageShape shape, int[] block) {
        int d = depth.origin(block[Blocks.DEPTH]);
        int h = height.origin(block[Blocks.HEIGHT]);
        int w = width.origin(block[Blocks.WIDTH]);
        boolean dense = source.positionStep() == 1 && width.step() == 1 && height.step() == 1 && width.parts() == 1
                && height.parts() == 1 && depth.parts() == 1 && shape.depth() == 1;
        boolean inside = d >= 0 && d < source.depth() && h >= 0 && h + shape.height() <= source.height() && w >= 0
                && w + shape.width() <= source.width();
        return dense && inside && (shape.width() == source.width() || shape.height() == 1);
    }

    /** Fills one channel from an array, slice by slice of each part. */
    private void fillPlane(float[] from, int plane, StageShape shape, int[] block, float[] to, int at) {
        int slice = shape.height() * shape.width();
        int pitch = height.step() * height.parts();
        int step = (int) source.positionStep();
        int target = at;
        for (int part = 0; part < parts(); part++) {
            int w = width.origin(block[Blocks.WIDTH]) + width.step() * (part % width.parts());
            int h = height.origin(block[Blocks.HEIGHT]) + height.step() * (part / width.parts() % height.parts());
            int d = depth.origin(block[Blocks.DEPTH]) + depth.step() * (part / width.parts() / height.parts());
            int lo = Math.clamp(Math.ceilDiv(-h, pitch), 0, shape.height());
            int hi = Math.clamp(Math.ceilDiv(source.height() - h, pitch), lo, shape.height());
            for (int end = target + shape.depth() * slice; target < end; target += slice) {
                if (d < 0 || d >= source.depth() || lo == hi) {
                    zero(to, target, target + slice);
                } else {
                    zero(to, target, target + lo * shape.width());
                    StageRows.copy(from, plane + (int) source.position(d, h + lo * pitch, 0),
                            pitch * source.width() * step, w * step, width.step() * width.parts() * step,
                            (source.width() - 1) * step + 1, to, target + lo * shape.width(), shape.width(), hi - lo);
                    zero(to, target + hi * shape.width(), target + slice);
                }
                d += depth.step() * depth.parts();
            }
        }
    }

    /** Fills the same row of {@code count} channels from an array where they lie next to each other. */
    private void fillPixels(Floats from, long plane, int count, int part, int row, StageShape shape, int[] block,
            int origin, int lo, int hi, float[] to, int at) {
        int h = height.origin(block[Blocks.HEIGHT])
                + height.step() * (part % height.parts() + height.parts() * (row % shape.height()));
        int d = depth.origin(block[Blocks.DEPTH])
                + depth.step() * (part / height.parts() + depth.parts() * (row / shape.height()));
        boolean inside = h >= 0 && h < source.height() && d >= 0 && d < source.depth();
        int first = inside ? lo : shape.width();
        int end = inside ? hi : shape.width();
        for (int c = 0; c < count; c++) {
            zero(to, at + c * shape.plane(), at + c * shape.plane() + first);
            zero(to, at + c * shape.plane() + end, at + c * shape.plane() + shape.width());
        }
        int step = width.step() * width.parts();
        int pitch = step * (int) source.positionStep();
        for (int next = first; next < end; next += Transpose8.ROWS) {
            int x = Math.clamp(end - Transpose8.ROWS, first, next);
            long pixel = from.arrayOffset() + plane + source.position(d, h, origin + step * x);
            Transpose8.run(from.array(), (int) pixel, pitch, Math.min(Transpose8.ROWS, end - x), to, at + x,
                    shape.plane(), count);
        }
    }

    /** Fills one row: zeros, every {@code step}-th position of the source from {@code origin + step·lo} on, zeros. */
    private void fillRow(Floats from, long plane, int part, int row, StageShape shape, int[] block, int origin, int lo,
            int hi, float[] to, int at) {
        int h = height.origin(block[Blocks.HEIGHT])
                + height.step() * (part % height.parts() + height.parts() * (row % shape.height()));
        int d = depth.origin(block[Blocks.DEPTH])
                + depth.step() * (part / height.parts() + depth.parts() * (row / shape.height()));
        if (lo == hi || h < 0 || h >= source.height() || d < 0 || d >= source.depth()) {
            zero(to, at, at + shape.width());
            return;
        }
        int step = width.step() * width.parts();
        zero(to, at, at + lo);
        from.read(plane + source.position(d, h, origin + step * lo), step * source.positionStep(), to, at + lo, 1,
                hi - lo);
        zero(to, at + hi, at + shape.width());
    }

    private static void zero(float[] to, int from, int end) {
        for (int i = from; i < end; i++) {
            to[i] = 0;
        }
    }
}
