package lanewise.core.spi;

import lanewise.core.Floats;

/**
 * Working memory of one task at a time. Loops over arrays find rows of operands through it: those of an array where they are,
 * those of a segment in a copy.
 *
 * @param floats float values
 * @param ints   int values
 */
public record Scratch(float[] floats, int[] ints) {
    /**
     * Floats of the least array, 2 MiB, that G1 puts at the beginning of a region of its own in heaps of up to 8 GB. Others begin
     * anywhere, and every vector of 512 bits in them crosses a line.
     */
    private static final int LARGE = 1 << 19;

    /**
     * Scratch from a pool when it is large enough, otherwise new.
     *
     * @param pool where scratch is kept between runs
     * @param job  what it is for
     * @return scratch that the caller gives back to the pool
     */
    public static Scratch lease(Leases<Scratch> pool, Job job) {
        Scratch kept = pool.take();
        if (kept != null && kept.floats.length >= job.scratchFloats() && kept.ints.length >= job.scratchInts()) {
            return kept;
        }
        int floats = Math.max(job.scratchFloats(), kept == null ? 0 : kept.floats.length);
        return new Scratch(new float[floats == 0 ? 0 : Math.max(LARGE, floats)],
                new int[Math.max(job.scratchInts(), kept == null ? 0 : kept.ints.length)]);
    }

    /**
     * {@return the array that rows of an operand are in: its own, or these floats}
     *
     * @param view the operand
     */
    public float[] memory(Floats view) {
        return view.array() == null ? floats : view.array();
    }

    /**
     * Finds a row that is read, copying it if it is in no array.
     *
     * @param view    the operand
     * @param element its first element
     * @param n       number of elements
     * @param place   index of the first of as many floats that are free for a copy
     * @return index of the first element in {@link #memory}
     */
    public int load(Floats view, long element, int n, int place) {
        if (view.array() != null) {
            return view.arrayOffset() + (int) element;
        }
        view.read(element, 1, floats, place, 1, n);
        return place;
    }

    /**
     * Finds where to write a row, which is then to be {@linkplain #store stored}.
     *
     * @param view    the operand
     * @param element its first element
     * @param place   index of the first of the floats that are free for it
     * @return index of the first element in {@link #memory}
     */
    public int target(Floats view, long element, int place) {
        return view.array() == null ? place : view.arrayOffset() + (int) element;
    }

    /**
     * Copies a row that was written to its operand, unless it is there already.
     *
     * @param view    the operand
     * @param element its first element
     * @param n       number of elements
     * @param place   index of the first of the floats that were free for it
     */
    public void store(Floats view, long element, int n, int place) {
        if (view.array() == null) {
            view.write(element, 1, floats, place, 1, n);
        }
    }
}
