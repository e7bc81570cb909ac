package lanewise.docs.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.TensorFunction;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.Pooling;
import lanewise.core.rearrange.Shape;
import lanewise.core.rearrange.Stretch;
import lanewise.core.resize.Coordinates;
import lanewise.core.resize.Interpolation;
import lanewise.core.resize.LinearUpsampling;
import lanewise.core.resize.Resize;
import lanewise.core.resize.ResizeSpec;

/** The figures of the pages, by file. */
public final class Figures {
    static final Map<String, Supplier<Svg>> ALL = new TreeMap<>();

    static {
        arithmetic();
        matrix();
        transposed();
        checkerboard();
        pooling();
        resizing();
    }

    private Figures() {
    }

    /**
     * Draws all of them.
     *
     * @param directory where to
     * @throws IOException when a file cannot be written
     */
    public static void write(Path directory) throws IOException {
        for (Map.Entry<String, Supplier<Svg>> figure : ALL.entrySet()) {
            Files.writeString(directory.resolve(figure.getKey()), figure.getValue().get().toString());
        }
    }

    private static void arithmetic() {
        conv(1, Axis.conv(4, 3, 1, 1, Border.VALID));
        conv(2, Axis.conv(5, 4, 1, 1, 2, 2));
        conv(3, Axis.conv(5, 3, 1, 1, Border.HALF));
        conv(4, Axis.conv(5, 3, 1, 1, Border.FULL));
        conv(5, Axis.conv(5, 3, 2, 1, Border.VALID));
        conv(6, Axis.conv(6, 3, 2, 1, 1, 1));
        convTranspose(7, Axis.transposed(2, 3, 1, 1, Border.VALID, 0));
        convTranspose(8, Axis.transposed(6, 4, 1, 1, 2, 2, 0));
        convTranspose(9, Axis.transposed(5, 3, 1, 1, Border.HALF, 0));
        convTranspose(10, Axis.transposed(7, 3, 1, 1, Border.FULL, 0));
        convTranspose(11, Axis.transposed(2, 3, 2, 1, Border.VALID, 0));
        convTranspose(12, Axis.transposed(3, 3, 2, 1, 1, 1, 0));
        convTranspose(13, Axis.transposed(3, 3, 2, 1, 1, 1, 1));
        conv(14, Axis.conv(7, 3, 1, 2, Border.VALID));
        ALL.put("arithmetic-same-upper.svg", () -> WindowFigure.conv(Axis.conv(5, 4, 1, 1, Border.SAME_UPPER)));
        ALL.put("arithmetic-same-lower.svg", () -> WindowFigure.conv(Axis.conv(5, 4, 1, 1, Border.SAME_LOWER)));
        ALL.put("arithmetic-output-padding.svg", () -> WindowFigure.transposed(Axis.transposed(3, 4, 2, 1, 0, 0, 1)));
    }

    private static void conv(int relationship, Axis axis) {
        String name = "arithmetic-" + relationship;
        ALL.put(name + ".svg", () -> WindowFigure.conv(axis));
        ALL.put(name + "-moving.svg", () -> MovingFigure.conv(name, axis));
    }

    private static void convTranspose(int relationship, Axis axis) {
        String name = "arithmetic-" + relationship;
        ALL.put(name + ".svg", () -> WindowFigure.transposed(axis));
        ALL.put(name + "-moving.svg", () -> MovingFigure.transposed(name, axis));
    }

    private static void transposed() {
        ALL.put("transposed-matrix.svg", () -> MatrixFigure.draw(line(4, 4, 2, 1)));
        ALL.put("transposed-zeros.svg",
                () -> ZerosFigure.draw(ConvSpec.convTranspose(1, 1, 3, 3).kernel(4).stride(2).padding(1).build(), 2));
        ALL.put("transposed-phases.svg", () -> PhasesFigure.draw(List.of(Axis.transposed(4, 4, 2, 1, 1, 1, 0),
                Axis.transposed(4, 3, 2, 1, 1, 1, 1), Axis.transposed(4, 2, 3, 1, 0, 0, 0))));
        ALL.put("transposed-dilation.svg", () -> PhasesFigure.draw(List.of(Axis.transposed(4, 3, 2, 2, 2, 2, 1),
                Axis.transposed(4, 3, 2, 3, 3, 3, 1))));
        ALL.put("transposed-kernels.svg", () -> KernelFigure.draw(List.of(Axis.transposed(4, 4, 2, 1, 1, 1, 0),
                Axis.transposed(4, 3, 2, 1, 1, 1, 1))));
        ALL.put("transposed-winograd.svg", () -> WinogradFigure.draw(3, Axis.transposed(8, 4, 2, 1, 1, 1, 0),
                Axis.transposed(8, 3, 2, 1, 1, 1, 1)));
        ALL.put("winograd-two.svg", () -> WinogradFigure.draw(2, Axis.transposed(12, 3, 1, 1, 1, 1, 0)));
        ALL.put("winograd-four.svg", () -> WinogradFigure.draw(4, Axis.transposed(12, 3, 1, 1, 1, 1, 0)));
        ALL.put("transposed-stream.svg", () -> StreamFigure.draw(line(8, 4, 2, 1), 3, 1, 4));
    }

    private static void matrix() {
        ALL.put("matrix-both.svg", () -> PatternFigure.both(ConvSpec.conv(1, 1, 4, 4).kernel(3).build(), 0.75));
        ALL.put("matrix-turned.svg", () -> PatternFigure.turned(ConvSpec.conv(1, 1, 5).kernel(3).build(), 2));
        ALL.put("matrix-bordered.svg",
                () -> PatternFigure.bordered(ConvSpec.conv(1, 1, 2, 2).kernel(3).padding(2).build(), 0.75));
        ALL.put("matrix-normal.svg", () -> PatternFigure.normal(ConvSpec.conv(1, 1, 5).kernel(3).build(), 1, 2, 1));
    }

    private static void checkerboard() {
        ALL.put("checkerboard-counts.svg",
                () -> OverlapFigure.counts(List.of(line(5, 3, 2, 0), line(5, 4, 2, 0), line(4, 5, 3, 0))));
        ALL.put("checkerboard-odd.svg",
                () -> OverlapFigure.ofConstant("kernel 3, stride 2", line(7, 3, 2, 1), 0.4f, 0.5f, 0.3f));
        ALL.put("checkerboard-even.svg",
                () -> OverlapFigure.ofConstant("kernel 4, stride 2", line(7, 4, 2, 1), 0.2f, 0.6f, 0.3f, 0.3f));
        ALL.put("checkerboard-resized.svg",
                () -> OverlapFigure.ofConstant("nearest, then kernel 3", line(7, 4, 2, 1), 0.3f, 0.7f, 0.6f, 0.2f));
    }

    private static void pooling() {
        PoolSpec floor = PoolSpec.of(1, 6).kernel(3).stride(2).build();
        PoolSpec ceil = PoolSpec.of(1, 6).kernel(3).stride(2).ceilMode(true).build();
        PoolSpec padded = PoolSpec.of(1, 5).kernel(3).stride(2).padding(1).build();
        PoolSpec dilated = PoolSpec.of(1, 7).kernel(3).dilation(2).build();
        ALL.put("pooling-floor.svg",
                () -> PoolFigure.windows("k 3, s 2", floor, Pooling.max(floor), 3, 1, 4, 1, 5, 9));
        ALL.put("pooling-ceil.svg",
                () -> PoolFigure.windows("k 3, s 2, ceil", ceil, Pooling.max(ceil), 3, 1, 4, 1, 5, 9));
        ALL.put("pooling-dilated.svg",
                () -> PoolFigure.windows("k 3, d 2", dilated, Pooling.max(dilated), 3, 1, 4, 1, 5, 9, 2));
        ALL.put("pooling-average.svg", () -> PoolFigure.windows("padding does not count", padded,
                Pooling.average(padded, false), 6, 3, 3, 6, 9));
        ALL.put("pooling-average-padded.svg", () -> PoolFigure.windows("padding counts", padded,
                Pooling.average(padded, true), 6, 3, 3, 6, 9));
        ALL.put("pooling-unpool.svg", () -> PoolFigure.unpooled(PoolSpec.of(1, 4, 4).kernel(2).stride(2).build(), 3, 1,
                4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3));
    }

    private static void resizing() {
        ALL.put("resizing-coordinates.svg", () -> ResizeFigure.coordinates(4, 8, Coordinates.HALF_PIXEL,
                Coordinates.ALIGN_CORNERS, Coordinates.ASYMMETRIC));
        kind("zeros", Stretch.of(Shape.of(1, 1, 4), 4));
        for (Interpolation kind : Interpolation.values()) {
            kind(kind.name().toLowerCase(Locale.ROOT),
                    Resize.of(ResizeSpec.of(1, 4).scale(4).interpolation(kind).build()));
        }
        ALL.put("resizing-triangle.svg",
                () -> PhasesFigure.draw(LinearUpsampling.of(1, 1, new int[]{2}, 3).spec().axes()));
        ALL.put("resizing-blocks.svg", () -> ResizeFigure.blocks(2, 2));
    }

    private static void kind(String name, TensorFunction function) {
        ALL.put("resizing-" + name + ".svg", () -> ResizeFigure.kind(name, function, 3, 1, 4, 2));
    }

    private static ConvSpec line(int in, int kernel, int stride, int padding) {
        return ConvSpec.convTranspose(1, 1, in).kernel(kernel).stride(stride).padding(padding).build();
    }
}
