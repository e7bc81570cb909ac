package lanewise.bench.visualize;

/** {@code -log softmax(logits)[label]}, averaged over the images of a batch. */
final class CrossEntropy {
    private CrossEntropy() {
    }

    /**
     * {@return the loss}
     *
     * @param logits   {@code [batch, classes]}
     * @param labels   the right class of each image
     * @param gradient {@code (softmax(logits) - [label]) / batch}, overwritten
     */
    static double loss(float[] logits, int[] labels, float[] gradient) {
        int classes = logits.length / labels.length;
        double loss = 0;
        for (int n = 0; n < labels.length; n++) {
            int at = n * classes;
            double largest = logits[at + largest(logits, at, classes)];
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += StrictMath.exp(logits[at + c] - largest);
            }
            for (int c = 0; c < classes; c++) {
                double share = StrictMath.exp(logits[at + c] - largest) / sum;
                gradient[at + c] = (float) ((share - (c == labels[n] ? 1 : 0)) / labels.length);
            }
            loss += StrictMath.log(sum) + largest - logits[at + labels[n]];
        }
        return loss / labels.length;
    }

    /** {@return the index of the largest of some values, from the first one on} */
    static int largest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
