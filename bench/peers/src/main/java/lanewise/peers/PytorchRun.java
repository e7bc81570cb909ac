package lanewise.peers;

import lanewise.bench.peers.PeerEngine.Prepared;
import lanewise.core.Layout;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One call of PyTorch, which allocates what it computes and keeps it until the next one. */
final class PytorchRun implements Prepared {
    private final Computation computation;
    private final boolean mkldnn;
    private final int elements;
    private final NativeScope owner;
    private PointerScope last;
    private Tensor output;

    /** What is called. */
    @FunctionalInterface
    interface Computation {
        /** {@return the result in the user's order} */
        Tensor compute();
    }

    PytorchRun(Computation computation, boolean mkldnn, int elements, NativeScope owner) {
        this.computation = computation;
        this.mkldnn = mkldnn;
        this.elements = elements;
        this.owner = owner;
    }

    @Override
    public void run() {
        release();
        last = new PointerScope();
        try (PointerScope scope = last; NoGradGuard _ = new NoGradGuard()) {
            torch.globalContext().setUserEnabledMkldnn(mkldnn);
            output = computation.compute();
            scope.extend();
        }
    }

    @Override
    public float[] result() {
        float[] result = new float[elements];
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

    static Tensor tensor(float[] values, long[] shape, Layout layout) {
        return torch.from_blob(new FloatPointer(values), shape, Geometry.strides(shape, layout));
    }

    static torch.MemoryFormat format(Layout layout, Geometry geometry) {
        return layout == Layout.NCHW
                ? torch.MemoryFormat.Contiguous
                : geometry.rank() == 2 ? torch.MemoryFormat.ChannelsLast : torch.MemoryFormat.ChannelsLast3d;
    }

    /** PyTorch cuts the same from both ends; what is cut less from the end is output padding. */
    static long[] outputPadding(Geometry geometry) {
        long[] padding = geometry.outputPadding().clone();
        for (int i = 0; i < padding.length; i++) {
            padding[i] += geometry.transposed() ? geometry.padLo()[i] - geometry.padHi()[i] : 0;
        }
        return padding;
    }
}
