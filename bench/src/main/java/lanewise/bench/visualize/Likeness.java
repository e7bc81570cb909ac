package lanewise.bench.visualize;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.bench.layers.Workers;

/** How alike a rule's pictures of two logits of one image are: near 1 for a rule that hardly tells classes apart. */
final class Likeness {
    private Likeness() {
    }

    /** {@return the mean cosine of the right logit's picture and each other's, over the first {@link Score#BATCH} images} */
    static double of(Network network, Images images, ReluRule rule, Workers workers) {
        Images batch = images.from(0, Score.BATCH);
        Pass pass = new Pass(network, Score.BATCH, workers);
        pass.bind();
        int classes = pass.forward(batch.pixels()).length / Score.BATCH;
        float[] start = pass.layer(network.last()).signal();
        float[][] pictures = new float[classes][];
        for (int c = 0; c < classes; c++) {
            Arrays.fill(start, 0);
            for (int n = 0; n < Score.BATCH; n++) {
                start[n * classes + c] = 1;
            }
            pictures[c] = pass.backward(network.last(), rule).clone();
        }
        return IntStream.range(0, Score.BATCH * classes).filter(i -> i % classes != batch.labels()[i / classes])
                .mapToDouble(i -> cosine(pictures[batch.labels()[i / classes]], pictures[i % classes], i / classes))
                .average().orElse(Double.NaN);
    }

    /** The cosine of two pictures of image n; 0 when one is empty. */
    private static double cosine(float[] a, float[] b, int n) {
        double products = 0;
        double squaresA = Double.MIN_NORMAL;
        double squaresB = Double.MIN_NORMAL;
        for (int i = n * Images.PIXELS; i < (n + 1) * Images.PIXELS; i++) {
            products += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return products / Math.sqrt(squaresA) / Math.sqrt(squaresB);
    }
}
