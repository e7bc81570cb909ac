package lanewise.bench.soak;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Axis;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.reference.RandomSpecs;

/**
 * Random matrices on which vectors and tiles begin and end: channels and groups around their multiples, rows of some
 * vectors, and axes that have window, stride, dilation and padding in common, as those of most layers.
 */
final class SoakSpecs extends RandomSpecs {
    private static final long MOST_MACS = 20_000;
    private static final long MOST_ELEMENTS = 8_000;
    private static final int USUAL_KERNEL = 3;
    /** Lanes of the vectors, and rows and pixels of the tiles, that some machine has. */
    private static final int[] UNITS = {4, 6, 7, 8, 12, 16};

    private boolean depthwise;

    SoakSpecs(long seed) {
        super(seed, MOST_MACS);
    }

    @Override
    public ConvSpec spec() {
        ConvSpec spec;
        do {
            spec = super.spec();
        } while (spec.inElements() + spec.outElements() + spec.filterElements() > MOST_ELEMENTS);
        return spec;
    }

    @Override
    protected List<Axis> axes() {
        if (oneIn(2)) {
            return super.axes();
        }
        int kernel = oneIn(2) ? USUAL_KERNEL : kernel();
        int stride = stride();
        int dilation = dilation();
        boolean half = oneIn(2);
        return IntStream.range(0, between(1, 3))
                .mapToObj(_ -> half
                        ? Axis.conv(size(), kernel, stride, dilation, Border.HALF)
                        : axis(size(), kernel, stride, dilation))
                .toList();
    }

    @Override
    protected int size() {
        return oneIn(5) ? between(11, 36) : super.size();
    }

    @Override
    protected int groups() {
        depthwise = oneIn(4);
        return depthwise ? aroundUnits() : super.groups();
    }

    @Override
    protected int channels() {
        if (depthwise) {
            return oneIn(4) ? 2 : 1;
        }
        return oneIn(3) ? aroundUnits() : super.channels();
    }

    private int aroundUnits() {
        return UNITS[between(0, UNITS.length - 1)] * between(1, 2) + between(-1, 1);
    }
}
