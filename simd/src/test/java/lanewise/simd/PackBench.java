package lanewise.simd;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lanewise.core.Accuracy;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Layout;
import lanewise.core.Product;
import lanewise.core.spi.Problem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What happens to the operands of a 3×3 convolution before they are multiplied; {@code gbyte} is what is written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackBench {
    /** Channels read and written. */
    @Param("64")
    public int channels;

    /** Height and width. */
    @Param("56")
    public int size;

    /** Of the convolution. */
    @Param({"1", "2"})
    public int stride;

    private Problem problem;
    private Geometry geometry;
    private Blocks blocks;
    private final int[] block = new int[Blocks.DESCRIPTION];
    private Floats image;
    private float[] weights;
    private float[] staged;
    private float[] panel;
    /** Where the products of a sum lie, where the first results do, and room for pieces. */
    private int[] table;
    private int k;

    /** Makes operands and a table of offsets into the stage of the first block. */
    @Setup
    public void plan() {
        ConvSpec spec = ConvSpec.conv(channels, channels, size, size).kernel(3).stride(stride).padding(1).build();
        problem = new Problem(Product.FORWARD, spec, Layout.NCHW, Accuracy.DEFAULT, 1);
        geometry = Geometry.of(problem);
        blocks = new Blocks(geometry.phases(), geometry.stage(), Budget.BLOCK_RESULTS, Lanes.TILE_COLUMNS,
                RegisterTile::cost);
        image = Floats.of(ones(spec.inElements()));
        weights = ones(spec.filterElements());
        staged = new float[channels * blocks.plane() + 2 * Lanes.COUNT];
        k = channels * (int) spec.taps();
        panel = new float[k * Lanes.TILE_COLUMNS + Lanes.COUNT];
        StageShape shape = blocks.locate(0, block);
        blocks.clip(geometry.phases().getFirst(), block);
        table = new int[k + 3 * Lanes.TILE_COLUMNS];
        Phase phase = geometry.phases().getFirst();
        for (int i = 0; i < k; i++) {
            table[i] = i / phase.taps() * shape.plane() + shape.offset(phase, i % phase.taps());
        }
        for (int j = 0; j < Lanes.TILE_COLUMNS; j++) {
            table[k + j] = j / block[Blocks.WIDTHS] * shape.width() + j % block[Blocks.WIDTHS];
        }
    }

    /** {@return the stage of the last block} */
    @Benchmark
    public float[] stage(Written written) {
        for (int i = 0; i < blocks.count(); i++) {
            StageShape shape = blocks.locate(i, block);
            geometry.stage().fill(image, 0, 0, channels, shape, block, staged, 0);
            written.floats((long) channels * shape.plane());
        }
        return staged;
    }

    /** {@return a B panel as wide as the register tile} */
    @Benchmark
    public float[] panel(Written written) {
        Panels.packColumns(staged, 0, table, 0, k, k, k + Lanes.TILE_COLUMNS, Lanes.TILE_COLUMNS, panel, 0);
        written.floats((long) k * Lanes.TILE_COLUMNS);
        return panel;
    }

    /** {@return weights in A panels} */
    @Benchmark
    public float[] weights(Written written) {
        float[] packed = new ImplicitGemm(problem).pack(weights);
        written.floats(packed.length);
        return packed;
    }

    private static float[] ones(long count) {
        float[] ones = new float[Math.toIntExact(count)];
        Arrays.fill(ones, 1);
        return ones;
    }
}
