package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The register tile keeps its sums in registers whichever collector runs: C2 makes other loops for each kind of them. */
class CollectorsTest {
    /** A tile that spills one sum takes more than twice as long as one of two thirds its size that spills none. */
    private static final double SPILLED = 0.7;

    /** Prints the speed of the slowest tile of six rows, relative to that of {@link Tile4x2}, which has registers to spare. */
    static final class Program {
        private static final int K = 256;
        private static final int CALLS = 40;
        private static final int BURSTS = 1500;

        public static void main(String[] arguments) {
            float[] a = new float[K * Tile6x2.ROWS];
            float[] b = new float[K * 2 * Lanes.COUNT];
            float[] c = new float[Tile6x2.ROWS * 2 * Lanes.COUNT];
            float[] bias = new float[Tile6x2.ROWS];
            float[] noBias = new float[2 * Lanes.COUNT];
            int[] table = new int[K + 2 * Lanes.COUNT];
            table[K + Lanes.COUNT] = Lanes.COUNT;
            long six = Long.MAX_VALUE;
            long inPlace = Long.MAX_VALUE;
            long packed = Long.MAX_VALUE;
            long four = Long.MAX_VALUE;
            for (int burst = 0; burst < BURSTS; burst++) {
                long start = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    Tile6x2.run(a, 0, b, 0, K, bias, 0, c, 0, 2 * Lanes.COUNT);
                }
                long middle = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    Tile4x2.run(a, 0, b, 0, K, c, 0, bias, 0, c, 0, 2 * Lanes.COUNT);
                }
                long end = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    Tile6x2InPlace.run(a, 0, b, 0, table, 0, K, K, c, 0, bias, 0, c, 0, 2 * Lanes.COUNT);
                }
                long last = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    PackedTile6x2.run(a, 0, b, 0, K, c, 0, noBias, 0, c, 0, 2 * Lanes.COUNT);
                }
                six = Math.min(six, middle - start);
                four = Math.min(four, end - middle);
                inPlace = Math.min(inPlace, last - end);
                packed = Math.min(packed, System.nanoTime() - last);
            }
            long slowest = Math.max(Math.max(six, packed), inPlace);
            System.out.println("speed " + (double) Tile6x2.ROWS / slowest / ((double) 4 / four));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
    void noSumIsSpilled(String collector) throws IOException, InterruptedException {
        assumeFalse(Lanes.MANY_REGISTERS, "the tile of 32 registers was never measured so");
        assumeTrue(Lanes.SPECIES.vectorBitSize() == Lanes.preferredBits(), "only with the vectors of the machine");
        String output = Forked.run(Program.class, List.of(collector, "--add-modules=jdk.incubator.vector"));
        String last = output.lines().filter(line -> line.startsWith("speed ")).findFirst().orElse("speed 0");
        double speed = Double.parseDouble(last.substring("speed ".length()));
        assertTrue(speed > SPILLED, collector + ": " + output);
    }
}
