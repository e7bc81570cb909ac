package lanewise.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.Activation;
import lanewise.core.Epilogue;
import lanewise.core.Layout;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;

/** A layer as oneDNN's (de)convolution, with weights packed beforehand. */
final class OnednnForward {
    private OnednnForward() {
    }

    /** What both primitive descriptors have to say. */
    private record Chosen(primitive primitive, memory.desc src, memory.desc weights, memory.desc dst) {
    }

    static OnednnSteps of(Geometry geometry, LayerData data, PeerSettings settings, OnednnOrder order,
            NativeScope owner) {
        OnednnSteps steps = new OnednnSteps(owner);
        float[] bias = Bias.of(data.epilogue());
        memory.desc biasDesc =
                bias == null ? new memory.desc() : OnednnOrder.plain(new long[]{bias.length}, Layout.NCHW);
        Chosen chosen = choose(steps.engine(), geometry, order.desc(geometry.in(), settings.layout()),
                OnednnWeights.any(geometry), biasDesc, order.desc(geometry.out(), settings.layout()),
                attributes(data.epilogue()));
        memory in = steps.tensor(OnednnOrder.plain(geometry.in(), settings.layout()), data.in());
        memory weights = steps.tensor(OnednnWeights.plain(geometry), data.weights());
        IntMemoryMap arguments = new IntMemoryMap().put(DNNL_ARG_SRC, steps.reordered(in, chosen.src()))
                .put(DNNL_ARG_WEIGHTS, steps.packed(weights, chosen.weights()));
        if (bias != null) {
            arguments.put(DNNL_ARG_BIAS, steps.tensor(biasDesc, bias));
        }
        return steps.compute(chosen.primitive(), arguments, DNNL_ARG_DST, chosen.dst(),
                OnednnOrder.plain(geometry.out(), settings.layout()), Geometry.elements(geometry.out()));
    }

    private static Chosen choose(engine engine, Geometry geometry, memory.desc src, memory.desc weights,
            memory.desc bias,
            memory.desc dst, primitive_attr attributes) {
        if (geometry.transposed()) {
            var chosen = new deconvolution_forward.primitive_desc(engine, dnnl.prop_kind.forward_inference,
                    dnnl.algorithm.deconvolution_direct, src, weights, bias, dst, geometry.stride(),
                    OnednnWeights.dilation(geometry), geometry.padLo(), OnednnWeights.padHi(geometry), attributes,
                    false);
            return new Chosen(new deconvolution_forward(chosen), chosen.src_desc(), chosen.weights_desc(),
                    chosen.dst_desc());
        }
        var chosen = new convolution_forward.primitive_desc(engine, dnnl.prop_kind.forward_inference,
                dnnl.algorithm.convolution_direct, src, weights, bias, dst, geometry.stride(),
                OnednnWeights.dilation(geometry), geometry.padLo(), OnednnWeights.padHi(geometry), attributes, false);
        return new Chosen(new convolution_forward(chosen), chosen.src_desc(), chosen.weights_desc(), chosen.dst_desc());
    }

    private static primitive_attr attributes(Epilogue epilogue) {
        post_ops after = new post_ops();
        switch (epilogue.activation()) {
            case Activation.Identity _ -> {
            }
            case Activation.Relu _ -> after.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
            case Activation.LeakyRelu leaky -> after.append_eltwise(dnnl.algorithm.eltwise_relu, leaky.slope(), 0);
            case Activation.Clip clip -> after.append_eltwise(dnnl.algorithm.eltwise_clip, clip.lo(), clip.hi());
            default -> throw new IllegalArgumentException("cannot apply " + epilogue.activation());
        }
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(after);
        return attributes;
    }
}
