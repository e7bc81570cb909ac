package lanewise.core;

import lanewise.core.spi.Call;
import lanewise.core.spi.Leases;
import lanewise.core.spi.Scratch;

/** Runs a chosen kernel with fixed weights and epilogue on operands checked first; steady runs allocate nothing. */
final class Execution {
    private static final int RUNS_AT_ONCE = 4;

    private final Choice choice;
    private final float[] packed;
    private final Epilogue epilogue;
    private final Leases<Products> idle = new Leases<>(RUNS_AT_ONCE);

    Execution(Choice choice, float[] packed, Epilogue epilogue) {
        this.choice = choice;
        this.packed = packed;
        this.epilogue = epilogue;
    }

    /** The same weights and epilogue at another size or batch. */
    Execution at(ConvSpec spec) {
        if (!choice.problem().spec().sameFilter(Check.given("spec", spec))) {
            throw new IllegalArgumentException("spec must keep groups, channels, kernel, stride and dilation of "
                    + choice.problem().spec() + ", but is " + spec);
        }
        return new Execution(choice.at(spec), packed, epilogue);
    }

    Choice choice() {
        return choice;
    }

    /**
     * Runs with whichever of x, y and w the product has, and a residual if the epilogue adds one. What is written must
     * share memory with no operand but may itself be the residual.
     */
    void run(Floats x, Floats y, Floats w, Floats residual, Runner runner) {
        Check.given("runner", runner);
        ConvSpec spec = choice.problem().spec();
        Product product = choice.problem().product();
        checkOperand("x", x, spec.inElements(), product == Product.TRANSPOSE);
        checkOperand("y", y, spec.outElements(), product == Product.FORWARD);
        if (product == Product.WEIGHTS) {
            checkOperand("w", w, spec.filterElements(), true);
            Check.disjoint("w", w, "x", x);
            Check.disjoint("w", w, "y", y);
        } else {
            Check.disjoint("x", x, "y", y);
        }
        if (epilogue.addsResidual() != (residual != null)) {
            throw new IllegalArgumentException(residual == null
                    ? "residual must be given, because the epilogue adds one, but is absent"
                    : "residual must be absent, because the epilogue adds none, but is given");
        }
        if (residual != null) {
            boolean forward = product == Product.FORWARD;
            checkOperand("residual", residual, forward ? spec.outElements() : spec.inElements(), false);
            Check.sameOrDisjoint("residual", residual, forward ? "y" : "x", forward ? y : x);
        }
        Products invocation = idle.take();
        if (invocation == null) {
            invocation = new Products();
        }
        invocation.x = x;
        invocation.y = y;
        invocation.w = w;
        invocation.residual = residual;
        runner.run(invocation);
        invocation.x = null;
        invocation.y = null;
        invocation.w = null;
        invocation.residual = null;
        idle.give(invocation);
    }

    static void checkOperand(String name, Floats operand, long elements, boolean written) {
        Check.holds(name, operand.length(), elements);
        Check.accessible(name, operand);
        if (written) {
            Check.writable(name, operand);
        }
    }

    /** One run on its operands. */
    private final class Products extends Invocation implements Call {
        private Floats x;
        private Floats y;
        private Floats w;
        private Floats residual;

        @Override
        public int tasks() {
            return choice.kernel().tasks();
        }

        @Override
        public int scratchFloats() {
            return choice.kernel().scratchFloats();
        }

        @Override
        public int scratchInts() {
            return choice.kernel().scratchInts();
        }

        @Override
        public boolean confined() {
            return confined(x) || confined(y) || confined(w) || confined(residual);
        }

        @Override
        void compute(int task, Scratch scratch) {
            choice.kernel().run(this, task, scratch);
        }

        @Override
        String what() {
            return choice.problem().product() + " of " + choice.problem().spec() + " by " + choice.algorithm().name();
        }

        @Override
        public Floats x() {
            return x;
        }

        @Override
        public Floats y() {
            return y;
        }

        @Override
        public Floats w() {
            return w;
        }

        @Override
        public Floats residual() {
            return residual;
        }

        @Override
        public float[] packed() {
            return packed;
        }

        @Override
        public Epilogue epilogue() {
            return epilogue;
        }
    }
}
