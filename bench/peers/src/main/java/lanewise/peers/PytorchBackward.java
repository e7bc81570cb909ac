package lanewise.peers;

import lanewise.core.Layout;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One gradient of a layer as PyTorch's backward convolution, between changes of the memory format where it needs another one. */
final class PytorchBackward implements PytorchRun.Computation {
    private final Geometry geometry;
    private final torch.MemoryFormat inside;
    private final torch.MemoryFormat outside;
    private final Tensor gradient;
    private final Tensor in;
    private final Tensor weights;
    private final boolean ofWeights;
    private final BoolPointer mask;

    private PytorchBackward(Geometry geometry, float[] gradient, float[] in, float[] weights, Layout outside,
            Layout inside) {
        this.geometry = geometry;
        this.inside = PytorchRun.format(inside, geometry);
        ofWeights = weights == null;
        this.outside = ofWeights ? torch.MemoryFormat.Contiguous : PytorchRun.format(outside, geometry);
        this.gradient = PytorchRun.tensor(gradient, geometry.out(), outside);
        this.in = ofWeights
                ? PytorchRun.tensor(in, geometry.in(), outside)
                : torch.empty(geometry.in()).contiguous(this.inside);
        this.weights = (ofWeights
                ? torch.empty(geometry.weights())
                : PytorchRun.tensor(weights, geometry.weights(), Layout.NCHW)).contiguous(this.inside);
        mask = new BoolPointer(3).put(0, !ofWeights).put(1, ofWeights).put(2, false);
    }

    /** The gradient of the layer's weights, whose values do not matter. */
    static PytorchBackward ofWeights(Geometry geometry, float[] in, float[] gradient, Layout outside, Layout inside) {
        return new PytorchBackward(geometry, gradient, in, null, outside, inside);
    }

    /** The gradient of the layer's data, whose values do not matter. */
    static PytorchBackward ofData(Geometry geometry, float[] weights, float[] gradient, Layout outside, Layout inside) {
        return new PytorchBackward(geometry, gradient, null, weights, outside, inside);
    }

    @Override
    public Tensor compute() {
        T_TensorTensorTensor_T gradients =
                torch.convolution_backward(gradient.contiguous(inside), in.contiguous(inside),
                        weights, new LongArrayRefOptional(), geometry.stride(), geometry.padLo(), geometry.dilation(),
                        geometry.transposed(), PytorchRun.outputPadding(geometry), geometry.groups(), mask);
        return (ofWeights ? gradients.get1() : gradients.get0()).contiguous(outside);
    }
}
