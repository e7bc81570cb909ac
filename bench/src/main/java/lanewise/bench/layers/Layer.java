package lanewise.bench.layers;

import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Plan;
import lanewise.core.PlanOptions;
import lanewise.core.Product;
import lanewise.core.spi.Problem;

/**
 * A layer of a network, to be measured or checked.
 *
 * @param name    unique in its file
 * @param product FORWARD for a convolution, TRANSPOSE for a transposed one
 * @param spec    the convolution matrix
 */
public record Layer(String name, Product product, ConvSpec spec) {

    /**
     * {@return the layer of the same matrix transposed, which computes this one's data gradient: from the gradient of what this
     * one writes, with the same weights, the gradient of what it reads}
     */
    public Layer adjoint() {
        return new Layer(name, product == Product.FORWARD ? Product.TRANSPOSE : Product.FORWARD, spec);
    }

    /** {@return elements of the tensor the layer reads} */
    public int inElements() {
        return Math.toIntExact(product == Product.FORWARD ? spec.inElements() : spec.outElements());
    }

    /** {@return elements of the tensor the layer writes} */
    public int outElements() {
        return Math.toIntExact(product == Product.FORWARD ? spec.outElements() : spec.inElements());
    }

    /** {@return shape {@code [N, C, spatial...]} of the tensor the layer reads} */
    public int[] inShape() {
        return shape(product == Product.FORWARD);
    }

    /** {@return shape {@code [N, C, spatial...]} of the tensor the layer writes} */
    public int[] outShape() {
        return shape(product != Product.FORWARD);
    }

    /**
     * {@return a plan of the layer}
     *
     * @param options what is asked of it
     */
    public Plan plan(PlanOptions options) {
        return product == Product.FORWARD ? Plan.forward(spec, options) : Plan.transpose(spec, options);
    }

    /**
     * {@return the layer as backends see it}
     *
     * @param options what is asked of them
     */
    public Problem problem(PlanOptions options) {
        return new Problem(product, spec, options.layout(), options.accuracy(), options.threads());
    }

    /** {@return multiplications and additions of a run, taps over padding counted, in units of 10⁹} */
    public double gflop() {
        return 2e-9 * spec.macs();
    }

    private int[] shape(boolean x) {
        int[] shape = new int[2 + spec.rank()];
        shape[0] = spec.batch();
        shape[1] = x ? spec.inChannels() : spec.outChannels();
        for (int i = 0; i < spec.rank(); i++) {
            Axis axis = spec.axes().get(i);
            shape[2 + i] = x ? axis.in() : axis.out();
        }
        return shape;
    }
}
