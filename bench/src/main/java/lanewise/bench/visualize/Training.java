package lanewise.bench.visualize;

import java.util.List;
import lanewise.bench.layers.Workers;

/**
 * Stochastic gradient descent with momentum on images that are each seen once: {@code v = 0.9 v - rate·gradient},
 * {@code parameters += v}. The rate rises for a tenth of the steps and falls to zero as a cosine does.
 */
final class Training {
    static final int BATCH = 16;
    private static final float MOMENTUM = 0.9f;
    private static final double RATE = 0.03;
    private static final double RISE = 0.1;

    private final Draughtsman draughtsman;
    private final int steps;
    private final Pass pass;
    private final int last;
    private final List<float[]> parameters;
    private final List<float[]> gradients;
    private final List<float[]> velocities;
    private int step;
    private long bindNanos;

    Training(Network network, Draughtsman draughtsman, int steps, Workers workers) {
        this.draughtsman = draughtsman;
        this.steps = steps;
        pass = new Pass(network, BATCH, workers);
        last = network.last();
        parameters = network.parameters();
        gradients = parameters.stream().map(values -> new float[values.length]).toList();
        velocities = parameters.stream().map(values -> new float[values.length]).toList();
    }

    /** {@return the loss on the next batch, before it was learned from} */
    double step() {
        Images images = draughtsman.next(BATCH);
        long start = System.nanoTime();
        pass.bind();
        bindNanos += System.nanoTime() - start;
        float[] logits = pass.forward(images.pixels());
        double loss = CrossEntropy.loss(logits, images.labels(), pass.layer(last).signal());
        pass.gradients(gradients);
        double done = (step + 1.0) / (steps + 1);
        float rate = (float) (RATE * Math.min(1, done / RISE) * (1 + StrictMath.cos(Math.PI * done)) / 2);
        for (int i = 0; i < parameters.size(); i++) {
            descend(parameters.get(i), gradients.get(i), velocities.get(i), rate);
        }
        step++;
        return loss;
    }

    /** {@return seconds that went into packing new weights} */
    double bindSeconds() {
        return bindNanos / 1e9;
    }

    private static void descend(float[] parameters, float[] gradient, float[] velocity, float rate) {
        for (int i = 0; i < parameters.length; i++) {
            velocity[i] = MOMENTUM * velocity[i] - rate * gradient[i];
            parameters[i] += velocity[i];
        }
    }
}
