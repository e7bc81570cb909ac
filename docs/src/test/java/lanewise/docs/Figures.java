package lanewise.docs;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;

/** The figures of the pages, by file. */
final class Figures {
    static final Map<String, Supplier<Svg>> ALL = Map.of(
            "transposed-matrix.svg", () -> MatrixFigure.draw(line(4, 4, 2, 1)),
            "transposed-zeros.svg",
            () -> ZerosFigure.draw(ConvSpec.convTranspose(1, 1, 3, 3).kernel(4).stride(2).padding(1).build(), 2),
            "transposed-phases.svg", () -> PhasesFigure.draw(List.of(Axis.transposed(4, 4, 2, 1, 1, 1, 0),
                    Axis.transposed(4, 3, 2, 1, 1, 1, 1), Axis.transposed(4, 2, 3, 1, 0, 0, 0))),
            "transposed-dilation.svg", () -> PhasesFigure.draw(List.of(Axis.transposed(4, 3, 2, 2, 2, 2, 1),
                    Axis.transposed(4, 3, 2, 3, 3, 3, 1))),
            "transposed-kernels.svg", () -> KernelFigure.draw(List.of(Axis.transposed(4, 4, 2, 1, 1, 1, 0),
                    Axis.transposed(4, 3, 2, 1, 1, 1, 1))),
            "transposed-winograd.svg", () -> WinogradFigure.draw(List.of(Axis.transposed(8, 4, 2, 1, 1, 1, 0),
                    Axis.transposed(8, 3, 2, 1, 1, 1, 1))),
            "transposed-stream.svg", () -> StreamFigure.draw(line(8, 4, 2, 1), 3, 1, 4));

    private Figures() {
    }

    private static ConvSpec line(int in, int kernel, int stride, int padding) {
        return ConvSpec.convTranspose(1, 1, in).kernel(kernel).stride(stride).padding(padding).build();
    }
}
