package lanewise.simd;

import java.util.List;
import lanewise.core.ConvSpec;
import lanewise.core.Floats;
import lanewise.core.Product;
import lanewise.core.spi.Call;
import lanewise.core.spi.Problem;
import lanewise.core.spi.TensorIndex;

/**
 * FORWARD and TRANSPOSE seen alike: {@code rows} channels are written from {@code reduction} channels read, per group, over
 * the taps of each phase.
 *
 * @param product   which of the two
 * @param spec      the convolution matrix
 * @param rows      channels of a group written
 * @param reduction channels of a group read
 * @param lattices  of each axis
 * @param phases    dense sets of results
 * @param stage     how the operand is staged
 * @param sink      how results are stored
 */
record Geometry(Product product, ConvSpec spec, int rows, int reduction, Lattices lattices, List<Phase> phases,
        Stage stage, Sink sink) {

    /** Why a problem cannot be seen this way, or null. */
    static String rejects(Problem problem) {
        return problem.product() == Product.WEIGHTS ? "applies weights only" : null;
    }

    static Geometry of(Problem problem) {
        return problem.view(Geometry.class, Geometry::derive);
    }

    private static Geometry derive(Problem problem) {
        ConvSpec spec = problem.spec();
        boolean forward = problem.product() == Product.FORWARD;
        Lattices lattices = Lattices.of(problem.product(), spec.threeAxes());
        List<Phase> phases = lattices.phases();
        TensorIndex x = TensorIndex.ofInput(spec, problem.layout());
        TensorIndex y = TensorIndex.ofOutput(spec, problem.layout());
        // What needs no neighbours needs no axes either: blocks may then end anywhere.
        if (phases.size() == 1 && phases.getFirst().identity() && spec.inPositions() <= Integer.MAX_VALUE) {
            phases = List.of(phases.getFirst().flat());
            lattices = Lattices.of(phases.getFirst());
            x = x.flat();
            y = y.flat();
        }
        return new Geometry(problem.product(), spec,
                forward ? spec.outChannelsPerGroup() : spec.inChannelsPerGroup(),
                forward ? spec.inChannelsPerGroup() : spec.outChannelsPerGroup(), lattices, phases,
                Stage.of(lattices, forward ? x : y), new Sink(forward ? y : x));
    }

    Floats operand(Call call) {
        return product == Product.FORWARD ? call.x() : call.y();
    }

    Floats result(Call call) {
        return product == Product.FORWARD ? call.y() : call.x();
    }

    /** Whether a block's operand can be read where it is, and so many floats beyond its end: no padding, and dense. */
    boolean inPlace(Floats operand, int n, int group, StageShape shape, int[] block, int beyond) {
        return operand.array() != null && stage.contiguous(shape, block)
                && place(operand, n, group, block) + (reduction - 1) * stage.source().channelStep() + shape.plane()
                        + beyond <= operand.array().length;
    }

    /** Where such a block's operand begins in the array. */
    int place(Floats operand, int n, int group, int[] block) {
        return (int) (operand.arrayOffset() + stage.start(n, group * reduction, block));
    }

    /** The length of the sums of all phases: every channel read with every tap of the filter. */
    int products() {
        return Math.multiplyExact(reduction, (int) spec.taps());
    }

    /** The length of a phase's sums. */
    int k(Phase phase) {
        return Math.multiplyExact(reduction, phase.taps());
    }

    /** The index of the weight of a row and a channel it reads, {@code place} into their kernel plane. */
    int weight(int group, int row, int channel, int place) {
        int out = group * spec.outChannelsPerGroup() + (product == Product.FORWARD ? row : channel);
        int in = product == Product.FORWARD ? channel : row;
        return (out * spec.inChannelsPerGroup() + in) * (int) spec.taps() + place;
    }

    /** The indices of the weights of a group's first row, in the order of its sum, over channels, then taps; see {@link #weightStep}. */
    int[] weights(int group, Phase phase) {
        int[] weights = new int[k(phase)];
        for (int tap = 0; tap < phase.taps(); tap++) {
            int place = phase.weight(tap);
            for (int channel = 0; channel < reduction; channel++) {
                weights[channel * phase.taps() + tap] = weight(group, 0, channel, place);
            }
        }
        return weights;
    }

    /**
     * Packs weights for {@link RegisterTile}: {@code [group][phase][K block][row tile][k][TILE_ROWS]}.
     *
     * @param tileRows rows of a group, those that fill up its last tile included: they stay zero
     */
    float[] pack(float[] weights, int tileRows) {
        float[] packed = new float[Math.multiplyExact(spec.groups(), Math.multiplyExact(tileRows, products()))];
        int at = 0;
        for (int group = 0; group < spec.groups(); group++) {
            for (Phase phase : phases) {
                int k = k(phase);
                int block = Budget.kBlock(k);
                int[] products = weights(group, phase);
                for (int first = 0; first < k; first += block) {
                    int length = Math.min(block, k - first);
                    for (int row = 0; row < rows; row += Lanes.TILE_ROWS) {
                        Panels.packRows(weights, row * weightStep(), weightStep(),
                                Math.min(Lanes.TILE_ROWS, rows - row), products, first, length, packed,
                                at + row * length);
                    }
                    at += tileRows * length;
                }
            }
        }
        return packed;
    }

    /**
     * The time to stage a block's operands and to store its results, other than row by row.
     *
     * @param results   of one phase
     * @param staged    floats of one channel
     * @param storedRows rows of a group that are computed
     */
    double moved(double results, double staged, int storedRows) {
        double read = reduction * staged;
        double written = results * phases.size() * storedRows;
        double moved = read * Costs.STAGED_FLOAT + exchanged(written);
        if (sink.target().positionStep() > 1) {
            moved += (read + written) * Costs.TRANSPOSED_FLOAT;
        }
        return moved;
    }

    /** The time to put so many results between those of other phases, where there are eight and more in a row. */
    double exchanged(double written) {
        return phases.getFirst().width().step() >= Transpose8.ROWS ? written * Costs.EXCHANGED_FLOAT : 0;
    }

    /** Whether tiles can write whole lines: planes consist of them, and blocks may end anywhere. */
    boolean wholeLines() {
        Phase phase = phases.getFirst();
        return phases.size() == 1 && phase.identity() && sink.dense(phase)
                && sink.target().channelStep() % Lanes.LINE == 0 && Lanes.TILE_COLUMNS % Lanes.LINE == 0;
    }

    /** How far the weights of neighbouring rows lie apart. */
    int weightStep() {
        return (product == Product.FORWARD ? spec.inChannelsPerGroup() : 1) * (int) spec.taps();
    }
}
