package lanewise.peers;

import lanewise.core.Epilogue;

/** The bias of an epilogue as engines take it. */
final class Bias {
    private Bias() {
    }

    /** {@return one value per channel, or null without a bias} */
    static float[] of(Epilogue epilogue) {
        if (epilogue.biasLength() < 0) {
            return null;
        }
        float[] bias = new float[epilogue.biasLength()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = epilogue.bias(i);
        }
        return bias;
    }
}
