package lanewise.peers;

import lanewise.bench.layers.LayerData;
import lanewise.core.Activation;
import lanewise.core.Layout;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A layer as PyTorch's convolution, between changes of the memory format where it needs another one. */
final class PytorchForward implements PytorchRun.Computation {
    private final Geometry geometry;
    private final Activation activation;
    private final torch.MemoryFormat inside;
    private final torch.MemoryFormat outside;
    private final Tensor in;
    private final Tensor weights;
    private final TensorOptional bias;

    PytorchForward(Geometry geometry, LayerData data, Layout outside, Layout inside) {
        this.geometry = geometry;
        activation = data.epilogue().activation();
        this.inside = PytorchRun.format(inside, geometry);
        this.outside = PytorchRun.format(outside, geometry);
        in = PytorchRun.tensor(data.in(), geometry.in(), outside);
        weights = PytorchRun.tensor(data.weights(), geometry.weights(), Layout.NCHW).contiguous(this.inside);
        float[] values = Bias.of(data.epilogue());
        bias = values == null
                ? new TensorOptional()
                : new TensorOptional(PytorchRun.tensor(values, new long[]{values.length}, Layout.NCHW));
    }

    @Override
    public Tensor compute() {
        Tensor computed = torch.convolution(in.contiguous(inside), weights, bias, geometry.stride(), geometry.padLo(),
                geometry.dilation(), geometry.transposed(), PytorchRun.outputPadding(geometry), geometry.groups());
        return activated(computed).contiguous(outside);
    }

    private Tensor activated(Tensor computed) {
        return switch (activation) {
            case Activation.Identity _ -> computed;
            case Activation.Relu _ -> torch.relu_(computed);
            case Activation.LeakyRelu leaky -> torch.leaky_relu_(computed, new Scalar(leaky.slope()));
            case Activation.Clip clip -> torch.clamp_(computed, new ScalarOptional(new Scalar(clip.lo())),
                    new ScalarOptional(new Scalar(clip.hi())));
            default -> throw new IllegalArgumentException("cannot apply " + activation);
        };
    }
}
