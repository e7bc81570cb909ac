package lanewise.core;

/**
 * A function applied to every output element after the bias. Sealed, so that whoever fuses activations is told by the
 * compiler when one is added.
 */
public sealed interface Activation {

    /**
     * The scalar definition.
     *
     * @param v any float
     * @return the activation of {@code v}; NaN for NaN
     */
    float apply(float v);

    /** {@code f(v) = v}. */
    record Identity() implements Activation {
        @Override
        public float apply(float v) {
            return v;
        }
    }

    /** {@code f(v) = max(v, 0)}. */
    record Relu() implements Activation {
        @Override
        public float apply(float v) {
            return Math.max(v, 0f);
        }
    }

    /**
     * {@code f(v) = min(max(v, lo), hi)}.
     *
     * @param lo least result
     * @param hi greatest result, not below {@code lo}
     */
    record Clip(float lo, float hi) implements Activation {
        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException unless {@code lo ≤ hi}
         */
        public Clip {
            if (!(lo <= hi)) {
                throw new IllegalArgumentException("clip's lo must be at most hi = " + hi + ", but is " + lo);
            }
        }

        @Override
        public float apply(float v) {
            return Math.min(Math.max(v, lo), hi);
        }
    }

    /**
     * {@code f(v) = v ≥ 0 ? v : slope·v}.
     *
     * @param slope factor for negative values
     */
    record LeakyRelu(float slope) implements Activation {
        @Override
        public float apply(float v) {
            return v >= 0 ? v : v * slope;
        }
    }

    /** {@return no activation} */
    static Activation none() {
        return new Identity();
    }

    /** {@return {@code max(v, 0)}} */
    static Activation relu() {
        return new Relu();
    }

    /**
     * {@return {@code min(max(v, lo), hi)}}
     *
     * @param lo least result
     * @param hi greatest result
     */
    static Activation clip(float lo, float hi) {
        return new Clip(lo, hi);
    }

    /**
     * {@return {@code v ≥ 0 ? v : slope·v}}
     *
     * @param slope factor for negative values
     */
    static Activation leakyRelu(float slope) {
        return new LeakyRelu(slope);
    }
}
