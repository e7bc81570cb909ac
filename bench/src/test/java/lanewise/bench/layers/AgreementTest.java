package lanewise.bench.layers;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import lanewise.core.Product;
import lanewise.core.Runner;
import lanewise.core.reference.Oracle;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final double BOUND = Agreement.NATIVE_BOUND;

    /** Of a convolution, and of the transposed layer with its operands exchanged. */
    @Test
    void gradientsOfWeightsAgreeWithExactSums() {
        ConvSpec spec = ConvSpec.conv(4, 6, 7, 9).kernel(3, 2).stride(2, 1).padding(1).groups(2).batch(2).build();
        Layer layer = new Layer("grouped", Product.FORWARD, spec);
        LayerData data = LayerData.withGradient(layer, 3);
        LayerData exchanged = new LayerData(data.gradient(), data.weights(), data.in(), data.epilogue());
        Oracle.Result exact = Oracle.weights(spec, data.in(), data.gradient());
        float[] rounded = new float[exact.sum().length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) exact.sum()[i];
        }
        Agreement agreement = Agreement.ofWeights(layer, data, Layout.NCHW, Runner.sequential());
        assertNull(agreement.difference(exact.products() + 2, rounded));
        assertNull(Agreement.ofWeights(layer.adjoint(), exchanged, Layout.NCHW, Runner.sequential()).difference(0,
                agreement.expected()));
        rounded[rounded.length - 1] += (float) (1e-3 * exact.magnitude()[rounded.length - 1]);
        assertNotNull(agreement.difference(BOUND, rounded));
    }

    @Test
    void theScaleOfGradientsIsAtLeastTheSumOfMagnitudes() {
        ConvSpec spec = ConvSpec.convTranspose(6, 4, 5, 6).kernel(4).stride(2).padding(1).groups(2).batch(2).build();
        Layer layer = new Layer("upsampling", Product.TRANSPOSE, spec);
        LayerData data = LayerData.withGradient(layer, 3);
        WeightNorms norms = new WeightNorms(spec, Layout.NCHW, data.gradient(), data.in());
        double[] magnitude = Oracle.weights(spec, data.gradient(), data.in()).magnitude();
        for (int i = 0; i < magnitude.length; i++) {
            assertTrue(norms.of(i) >= magnitude[i], "element " + i);
        }
    }
}
