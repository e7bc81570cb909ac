package lanewise.simd;

import java.util.List;
import java.util.function.Function;
import lanewise.core.spi.Algorithm;
import lanewise.core.spi.Kernel;
import lanewise.core.spi.Problem;

/** The registry: planner, tests and benchmarks know an algorithm from its line here. */
final class Algorithms {
    static final List<Algorithm> ALL = List.of(exact("implicit-gemm", Geometry::rejects, ImplicitGemm::new),
            exact("block-gemm", BlockGemm::rejects, BlockGemm::new),
            exact("direct-rows", Geometry::rejects, DirectRows::new),
            exact("sub-pixel", SubPixel::rejects, SubPixel::new),
            new Entry("kn2row", Kn2Row.BOUND, Kn2Row::rejects, Kn2Row::new),
            exact("single-pixel", SinglePixel::rejects, SinglePixel::new),
            exact("depthwise-3x3", Depthwise3x3::rejects, Depthwise3x3::new),
            new Entry("winograd-4x4", Winograd.BOUND, Winograd::rejectsSquare, Winograd::ofFour),
            new Entry("winograd-2x2", Winograd.BOUND, Winograd::rejectsSquare, Winograd::ofTwo),
            new Entry("winograd-row", Winograd.ROW_BOUND, Winograd::rejectsRow, Winograd::ofRow),
            new Entry("winograd-phases", WinogradPhases.BOUND, WinogradPhaseTile::rejectsTwo, WinogradPhases::ofTwo),
            new Entry("winograd-phases-4x4", Winograd.BOUND, WinogradPhaseTile::rejectsThree, WinogradPhases::ofThree),
            new Entry("winograd-few-tiles", WinogradPhases.BOUND, WinogradFewTiles::rejects, WinogradFewTiles::new),
            exact("channels-last-gemm", Geometry::rejects, ChannelsLastGemm::new),
            exact("pixel-gemm", Geometry::rejects, PixelGemm::new),
            exact("channels-last-rows", ChannelsLastRows::rejects, ChannelsLastRows::new),
            exact("pixel-squares", PixelSquares::rejects, PixelSquares::new),
            exact("channels-last-depthwise", ChannelsLastDepthwise::rejects, ChannelsLastDepthwise::new),
            exact("transposed-depthwise", TransposedDepthwise::rejects, TransposedDepthwise::new),
            exact("weights-gemm", WeightsGemm::rejects, WeightsGemm::new),
            exact("weights-depthwise", WeightsDepthwise::rejects, WeightsDepthwise::new),
            exact("weights-outer", WeightsOuter::rejects, WeightsOuter::new));

    private Algorithms() {
    }

    private static Algorithm exact(String name, Function<Problem, String> rejects, Function<Problem, Kernel> kernel) {
        return new Entry(name, 0, rejects, kernel);
    }

    private record Entry(String name, double bound, Function<Problem, String> rejection,
            Function<Problem, Kernel> planner) implements Algorithm {

        @Override
        public String rejects(Problem problem) {
            return rejection.apply(problem);
        }

        @Override
        public Kernel kernel(Problem problem) {
            return planner.apply(problem);
        }
    }
}
