package lanewise.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerSettings;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.deconvolution_backward_data;
import org.bytedeco.dnnl.deconvolution_backward_weights;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/**
 * The gradients of a layer as oneDNN's backward primitives. Each needs the descriptor of the layer itself as a hint, with the
 * tensors in the same order.
 */
final class OnednnBackward {
    private final engine engine;
    private final Geometry geometry;
    private final memory.desc src;
    private final memory.desc weights;
    private final memory.desc dst;
    private final long[] dilation;
    private final long[] padHi;

    /** What all primitive descriptors have to say: two operands in the order of the methods below, and the result. */
    private record Chosen(primitive primitive, memory.desc first, memory.desc diffDst, memory.desc result) {
    }

    private OnednnBackward(engine engine, Geometry geometry, PeerSettings settings, OnednnOrder order) {
        this.engine = engine;
        this.geometry = geometry;
        src = order.desc(geometry.in(), settings.layout());
        weights = OnednnWeights.any(geometry);
        dst = order.desc(geometry.out(), settings.layout());
        dilation = OnednnWeights.dilation(geometry);
        padHi = OnednnWeights.padHi(geometry);
    }

    /** The gradient of the layer's weights in the order of the weights. */
    static OnednnSteps weights(Geometry geometry, LayerData data, PeerSettings settings, OnednnOrder order,
            NativeScope owner) {
        OnednnSteps steps = new OnednnSteps(owner);
        Chosen chosen = new OnednnBackward(steps.engine(), geometry, settings, order).weights();
        memory in = steps.tensor(OnednnOrder.plain(geometry.in(), settings.layout()), data.in());
        memory gradient = steps.tensor(OnednnOrder.plain(geometry.out(), settings.layout()), data.gradient());
        IntMemoryMap arguments = new IntMemoryMap().put(DNNL_ARG_SRC, steps.reordered(in, chosen.first()))
                .put(DNNL_ARG_DIFF_DST, steps.reordered(gradient, chosen.diffDst()));
        return steps.compute(chosen.primitive(), arguments, DNNL_ARG_DIFF_WEIGHTS, chosen.result(),
                OnednnWeights.plain(geometry), Geometry.elements(geometry.weights()));
    }

    /** The gradient of the layer's data, where {@code data.in()} is the gradient of what the layer writes. */
    static OnednnSteps data(Geometry geometry, LayerData data, PeerSettings settings, OnednnOrder order,
            NativeScope owner) {
        OnednnSteps steps = new OnednnSteps(owner);
        Chosen chosen = new OnednnBackward(steps.engine(), geometry, settings, order).data();
        memory weights = steps.tensor(OnednnWeights.plain(geometry), data.weights());
        memory gradient = steps.tensor(OnednnOrder.plain(geometry.out(), settings.layout()), data.in());
        IntMemoryMap arguments = new IntMemoryMap().put(DNNL_ARG_WEIGHTS, steps.packed(weights, chosen.first()))
                .put(DNNL_ARG_DIFF_DST, steps.reordered(gradient, chosen.diffDst()));
        return steps.compute(chosen.primitive(), arguments, DNNL_ARG_DIFF_SRC, chosen.result(),
                OnednnOrder.plain(geometry.in(), settings.layout()), Geometry.elements(geometry.in()));
    }

    private Chosen weights() {
        if (geometry.transposed()) {
            var chosen =
                    new deconvolution_backward_weights.primitive_desc(engine, dnnl.algorithm.deconvolution_direct, src,
                            weights, dst, geometry.stride(), dilation, geometry.padLo(), padHi, deconvolution());
            return new Chosen(new deconvolution_backward_weights(chosen), chosen.src_desc(), chosen.diff_dst_desc(),
                    chosen.diff_weights_desc());
        }
        var chosen =
                new convolution_backward_weights.primitive_desc(engine, dnnl.algorithm.convolution_direct, src, weights,
                        dst, geometry.stride(), dilation, geometry.padLo(), padHi, convolution());
        return new Chosen(new convolution_backward_weights(chosen), chosen.src_desc(), chosen.diff_dst_desc(),
                chosen.diff_weights_desc());
    }

    private Chosen data() {
        if (geometry.transposed()) {
            var chosen =
                    new deconvolution_backward_data.primitive_desc(engine, dnnl.algorithm.deconvolution_direct, src,
                            weights, dst, geometry.stride(), dilation, geometry.padLo(), padHi, deconvolution());
            return new Chosen(new deconvolution_backward_data(chosen), chosen.weights_desc(), chosen.diff_dst_desc(),
                    chosen.diff_src_desc());
        }
        var chosen =
                new convolution_backward_data.primitive_desc(engine, dnnl.algorithm.convolution_direct, src, weights,
                        dst, geometry.stride(), dilation, geometry.padLo(), padHi, convolution());
        return new Chosen(new convolution_backward_data(chosen), chosen.weights_desc(), chosen.diff_dst_desc(),
                chosen.diff_src_desc());
    }

    private convolution_forward.primitive_desc convolution() {
        return new convolution_forward.primitive_desc(engine, dnnl.prop_kind.forward_training,
                dnnl.algorithm.convolution_direct, src, weights, dst, geometry.stride(), dilation, geometry.padLo(),
                padHi);
    }

    private deconvolution_forward.primitive_desc deconvolution() {
        return new deconvolution_forward.primitive_desc(engine, dnnl.prop_kind.forward_training,
                dnnl.algorithm.deconvolution_direct, src, weights, dst, geometry.stride(), dilation, geometry.padLo(),
                padHi);
    }
}
