package lanewise.core;

import lanewise.core.spi.Elementary;

/**
 * A function applied to every output element after bias and residual. Each is defined for every float, infinities
 * included, where it has its limit, by a fixed sequence of float operations; NaN gives NaN. Sealed, so that whoever
 * fuses activations is told by the compiler when one is added.
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
        /**
         * Checks the slope.
         *
         * @throws IllegalArgumentException when it is NaN
         */
        public LeakyRelu {
            if (Float.isNaN(slope)) {
                throw new IllegalArgumentException("leakyRelu's slope must be a number, but is NaN");
            }
        }

        @Override
        public float apply(float v) {
            return v >= 0 ? v : v * slope;
        }
    }

    /**
     * {@code f(v) = 1 / (1 + e^-v)}: at most 3 ulp off where the result is normal, {@code 2^-148} elsewhere; does not
     * decrease; exactly 1 where {@code v ≥ 16.7} and 0 where {@code v ≤ -104}.
     */
    record Sigmoid() implements Activation {
        @Override
        public float apply(float v) {
            return Elementary.logistic(1f, Math.min(Math.max(v, -Elementary.LIMIT), Elementary.LIMIT));
        }
    }

    /**
     * {@code f(v) = (e^v - e^-v) / (e^v + e^-v)}: at most 3.2 ulp off, odd, does not decrease, exactly ±1 where
     * {@code |v| ≥ 8.7}.
     */
    record Tanh() implements Activation {
        @Override
        public float apply(float v) {
            return Elementary.tanh(v);
        }
    }

    /**
     * {@code f(v) = v / (1 + e^-v)}, also known as swish: at most 3 ulp off where the result is normal, {@code 2^-148}
     * elsewhere; exactly v where {@code v ≥ 16.7} and -0 where {@code v ≤ -109}.
     */
    record Silu() implements Activation {
        @Override
        public float apply(float v) {
            float above = Math.max(v, -Elementary.LIMIT);
            return Elementary.logistic(above, Math.min(above, Elementary.LIMIT));
        }
    }

    /**
     * {@code f(v) = v·min(max(v + 3, 0), 6) / 6}: at most 2 ulp off, exactly v where {@code v ≥ 3} and -0 where
     * {@code v ≤ -3}.
     */
    record HardSwish() implements Activation {
        @Override
        public float apply(float v) {
            float above = Math.max(v, -3f);
            return Math.min(above + 3f, 6f) / 6f * above;
        }
    }

    /**
     * {@code f(v) = v·Φ(v) = v·(1 + erf(v/√2)) / 2}: at most 4.1 ulp off where {@code v ≥ -1}, at most
     * {@code 2.6·2^-24·|v|} elsewhere; exactly v where {@code v ≥ 5.5} and -0 where {@code v ≤ -5.5}.
     */
    record Gelu() implements Activation {
        @Override
        public float apply(float v) {
            return Elementary.timesNormal(v);
        }
    }

    /**
     * {@code f(v) = v·(1 + tanh(√(2/π)·(v + 0.044715·v³))) / 2}, which many networks were trained with instead of
     * {@link Gelu}, {@code v / (1 + e^-u)} with {@code u = 2·√(2/π)·(v + 0.044715·v³)}: at most 2.6 ulp off where
     * {@code v ≥ -1}, at most {@code 0.7·2^-24·|v|} elsewhere; exactly v where {@code v ≥ 5} and -0 where
     * {@code v ≤ -11}.
     */
    record GeluTanh() implements Activation {
        @Override
        public float apply(float v) {
            float above = Math.max(v, -Elementary.GELU_LIMIT);
            float x = Math.min(above, Elementary.GELU_LIMIT);
            return Elementary.logistic(above, Math.fma(x * x, Elementary.GELU_CUBIC, Elementary.GELU_LINEAR) * x);
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
     * @param slope factor for negative values, not NaN
     */
    static Activation leakyRelu(float slope) {
        return new LeakyRelu(slope);
    }

    /** {@return {@code 1 / (1 + e^-v)}} */
    static Activation sigmoid() {
        return new Sigmoid();
    }

    /** {@return the hyperbolic tangent} */
    static Activation tanh() {
        return new Tanh();
    }

    /** {@return {@code v / (1 + e^-v)}} */
    static Activation silu() {
        return new Silu();
    }

    /** {@return {@code v·min(max(v + 3, 0), 6) / 6}} */
    static Activation hardSwish() {
        return new HardSwish();
    }

    /** {@return {@code v·Φ(v)}, with the error function} */
    static Activation gelu() {
        return new Gelu();
    }

    /** {@return the approximation of {@link #gelu} with the hyperbolic tangent} */
    static Activation geluTanh() {
        return new GeluTanh();
    }
}
