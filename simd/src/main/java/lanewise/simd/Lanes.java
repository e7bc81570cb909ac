package lanewise.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one place that knows the machine's vectors. C2 compiles vector code only for species and sizes that are static
 * constants.
 *
 * <p>The tile is chosen by the number of vector registers, not by their width: C2 spills as soon as accumulators, the loaded
 * vectors and one broadcast exceed them.
 */
final class Lanes {
    /** Tests run at other widths through this system property; wider than the machine is correct but slow. */
    private static final String OVERRIDE = "lanewise.simd.bits";

    static final VectorSpecies<Float> SPECIES = VectorSpecies.of(float.class,
            VectorShape.forBitSize(Integer.getInteger(OVERRIDE, preferredBits())));

    /** As many ints as there are floats in a vector. */
    static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    /** Eight floats, half of the longest vector. */
    static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    /** Floats of one vector. */
    static final int COUNT = SPECIES.length();

    /** Whether there are 32 vector registers rather than 16: AVX-512, and every AArch64. */
    static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() >= 512
            || System.getProperty("os.arch").equals("aarch64");

    /** Rows of the register tile: output channels. */
    static final int TILE_ROWS = MANY_REGISTERS ? Tile8x3.ROWS : Tile6x2.ROWS;

    /** Columns of the register tile: output pixels. */
    static final int TILE_COLUMNS = (MANY_REGISTERS ? Tile8x3.VECTORS : Tile6x2.VECTORS) * COUNT;

    /** Floats of a line of the cache. */
    static final int LINE = 16;

    /** What precedes the first float of an array, in floats. Large arrays begin where a region of the heap does. */
    static final int HEADER = 4;

    /** Where packed weights begin: their vectors lie within lines, as far as the array begins where one does. */
    static final int PACKED_AT = aligned(0);

    private Lanes() {
    }

    static int preferredBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    static String describe() {
        return SPECIES.vectorBitSize() + "-bit vectors, " + (MANY_REGISTERS ? 32 : 16) + " registers, register tile "
                + TILE_ROWS + "×" + TILE_COLUMNS / COUNT + " vectors";
    }

    /** The least index from {@code at} on where a vector lies within a line, in an array that begins where objects begin. */
    static int aligned(int at) {
        return roundUp(at + HEADER, COUNT) - HEADER;
    }

    /** The least multiple of {@code unit} not below {@code value}. */
    static int roundUp(int value, int unit) {
        return Math.ceilDiv(value, unit) * unit;
    }
}
