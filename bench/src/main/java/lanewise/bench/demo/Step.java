package lanewise.bench.demo;

import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;

/**
 * One layer of the demo on its input, and how to look at what it writes.
 *
 * @param layer what is computed
 * @param data  of what
 * @param view  makes a picture of the result
 */
record Step(Layer layer, LayerData data, View view) {

    /** A way to look at a tensor. */
    @FunctionalInterface
    interface View {
        /**
         * {@return a picture}
         *
         * @param values  what the layer wrote
         * @param shape   its shape {@code [1, channels, height, width]}
         */
        Picture of(float[] values, int[] shape);

        /** Three channels as they are. */
        static Picture colours(float[] values, int[] shape) {
            return new Picture(shape[2], shape[3], values.clone());
        }

        /** The length of the vector of two channels, as grey. */
        static Picture length(float[] values, int[] shape) {
            int positions = shape[2] * shape[3];
            float[] planes = new float[Picture.CHANNELS * positions];
            for (int i = 0; i < planes.length; i++) {
                int at = i % positions;
                planes[i] = (float) Math.hypot(values[at], values[positions + at]);
            }
            return new Picture(shape[2], shape[3], planes);
        }

        /** Every channel in grey, four in a row. */
        static Picture mosaic(float[] values, int[] shape) {
            int across = 4;
            int height = shape[1] / across * shape[2];
            int width = across * shape[3];
            float[] planes = new float[Picture.CHANNELS * height * width];
            for (int i = 0; i < planes.length; i++) {
                int x = i % width;
                int y = i / width % height;
                int channel = y / shape[2] * across + x / shape[3];
                planes[i] = values[(channel * shape[2] + y % shape[2]) * shape[3] + x % shape[3]];
            }
            return new Picture(height, width, planes);
        }
    }
}
