package lanewise.bench.soak;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.core.Runner;
import lanewise.core.spi.Job;
import lanewise.core.spi.Scratch;

/** Runs tasks one at a time in any order, each in scratch of exactly the size it needs, full of NaN and impossible indices. */
final class HostileRunner implements Runner {
    private static final long SEED = 1;

    @Override
    public void run(Job job) {
        int[] order = new int[job.tasks()];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        float[] floats = new float[job.scratchFloats()];
        int[] ints = new int[job.scratchInts()];
        for (int task : order) {
            Arrays.fill(floats, Float.NaN);
            Arrays.fill(ints, Integer.MIN_VALUE + task);
            job.run(task, new Scratch(floats, ints));
        }
    }
}
