package lanewise.peers;

import java.util.stream.LongStream;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine.Prepared;
import lanewise.core.Activation;
import lanewise.core.Layout;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A layer as one call of PyTorch's convolution, between changes of the memory format where it needs another one. */
final class PytorchRun implements Prepared {
    private final NativeScope owner;
    private final Geometry geometry;
    private final Activation activation;
    private final boolean mkldnn;
    private final torch.MemoryFormat inside;
    private final torch.MemoryFormat outside;
    private final Tensor in;
    private final Tensor weights;
    private final TensorOptional bias;
    private PointerScope last;
    private Tensor output;

    PytorchRun(Geometry geometry, LayerData data, Layout outside, Layout inside, boolean mkldnn, NativeScope owner) {
        this.owner = owner;
        this.geometry = geometry;
        this.mkldnn = mkldnn;
        activation = data.epilogue().activation();
        this.inside = format(inside, geometry);
        this.outside = format(outside, geometry);
        in = tensor(data.in(), geometry.in(), outside);
        weights = tensor(data.weights(), geometry.weights(), Layout.NCHW).contiguous(this.inside);
        float[] values = Bias.of(data.epilogue());
        bias = values == null
                ? new TensorOptional()
                : new TensorOptional(tensor(values, new long[]{values.length}, Layout.NCHW));
    }

    @Override
    public void run() {
        release();
        last = new PointerScope();
        try (PointerScope scope = last; NoGradGuard _ = new NoGradGuard()) {
            torch.globalContext().setUserEnabledMkldnn(mkldnn);
            Tensor computed = torch.convolution(in.contiguous(inside), weights, bias, geometry.stride(),
                    geometry.padLo(), geometry.dilation(), geometry.transposed(), outputPadding(), geometry.groups());
            output = activated(computed).contiguous(outside);
            scope.extend();
        }
    }

    @Override
    public float[] result() {
        float[] result = new float[Math.toIntExact(LongStream.of(geometry.out()).reduce(1, Math::multiplyExact))];
        new FloatPointer(output.data_ptr()).get(result);
        return result;
    }

    @Override
    public void close() {
        release();
        owner.close();
    }

    private void release() {
        if (last != null) {
            last.close();
            last = null;
        }
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

    /** PyTorch cuts the same from both ends; what is cut less from the end is output padding. */
    private long[] outputPadding() {
        long[] padding = geometry.outputPadding().clone();
        for (int i = 0; i < padding.length; i++) {
            padding[i] += geometry.transposed() ? geometry.padLo()[i] - geometry.padHi()[i] : 0;
        }
        return padding;
    }

    private static Tensor tensor(float[] values, long[] shape, Layout layout) {
        return torch.from_blob(new FloatPointer(values), shape, Geometry.strides(shape, layout));
    }

    private static torch.MemoryFormat format(Layout layout, Geometry geometry) {
        return layout == Layout.NCHW
                ? torch.MemoryFormat.Contiguous
                : geometry.rank() == 2 ? torch.MemoryFormat.ChannelsLast : torch.MemoryFormat.ChannelsLast3d;
    }
}
