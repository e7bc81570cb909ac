package lanewise.bench.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import lanewise.bench.layers.Workers;
import org.junit.jupiter.api.Test;

class MachinePeaksTest {
    private static final double SECONDS = 0.02;
    private static final double BURST_SECONDS = 1e-3;

    @Test
    void twoMeasurementsOfThePeakAreOfTheSameMagnitude() {
        double first = MachinePeaks.fmaGflops(SECONDS, BURST_SECONDS);
        double second = MachinePeaks.fmaGflops(SECONDS, BURST_SECONDS);
        assertTrue(first > 1 && second > 1 && first / second < 10 && second / first < 10, first + ", " + second);
    }

    @Test
    void oneThreadReachesItsOwnPeak() {
        try (Workers one = Workers.of(1)) {
            double scaling = MachinePeaks.fmaScaling(one, SECONDS);
            assertTrue(scaling > 0.5 && scaling < 2, "scaling " + scaling);
        }
    }

    @Test
    void smallArraysAreReadFasterThanADiskWouldBe() {
        assertTrue(MachinePeaks.readGbs(16 << 10) > 1);
    }
}
