package lanewise.bench.visualize;

import lanewise.bench.layers.Workers;

/**
 * How well a network names images.
 *
 * @param loss     cross entropy
 * @param accuracy share of those whose largest logit is the right one
 */
record Score(double loss, double accuracy) {
    /** Images at a time. */
    static final int BATCH = 64;

    /** Scores a network as it is now on a multiple of {@link #BATCH} images. */
    static Score of(Network network, Images images, Workers workers) {
        Pass pass = new Pass(network, BATCH, workers);
        pass.bind();
        double loss = 0;
        int right = 0;
        for (int first = 0; first < images.count(); first += BATCH) {
            Images batch = images.from(first, BATCH);
            float[] logits = pass.forward(batch.pixels());
            loss += BATCH * CrossEntropy.loss(logits, batch.labels(), new float[logits.length]);
            int classes = logits.length / BATCH;
            for (int n = 0; n < BATCH; n++) {
                right += CrossEntropy.largest(logits, n * classes, classes) == batch.labels()[n] ? 1 : 0;
            }
        }
        return new Score(loss / images.count(), (double) right / images.count());
    }
}
