package lanewise.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine.Prepared;
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
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/** A layer as the primitives that oneDNN runs one after the other: reorder, convolution, reorder. */
final class OnednnRun implements Prepared {
    private final NativeScope owner;
    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);
    private final List<Step> steps = new ArrayList<>();
    private final FloatPointer output;
    private final int outputs;

    private record Step(primitive primitive, IntMemoryMap arguments) {
    }

    /** What both primitive descriptors have to say. */
    private record Chosen(primitive primitive, memory.desc src, memory.desc weights, memory.desc dst) {
    }

    OnednnRun(Geometry geometry, LayerData data, PeerSettings settings, OnednnOrder order, NativeScope owner) {
        this.owner = owner;
        float[] bias = Bias.of(data.epilogue());
        memory.desc biasDesc =
                bias == null ? new memory.desc() : OnednnOrder.plain(new long[]{bias.length}, Layout.NCHW);
        Chosen chosen = choose(geometry, order.desc(geometry.in(), settings.layout()),
                OnednnWeights.any(geometry), biasDesc,
                order.desc(geometry.out(), settings.layout()), attributes(data.epilogue()));
        memory in = new memory(OnednnOrder.plain(geometry.in(), settings.layout()), engine);
        memory out = new memory(OnednnOrder.plain(geometry.out(), settings.layout()), engine);
        memory weights = new memory(OnednnWeights.plain(geometry), engine);
        fill(in, data.in());
        fill(weights, data.weights());
        memory src = reordered(in, chosen.src());
        IntMemoryMap arguments = new IntMemoryMap().put(DNNL_ARG_SRC, src).put(DNNL_ARG_WEIGHTS,
                packed(weights, chosen.weights()));
        if (bias != null) {
            memory biasMemory = new memory(biasDesc, engine);
            fill(biasMemory, bias);
            arguments.put(DNNL_ARG_BIAS, biasMemory);
        }
        boolean direct = out.get_desc().equals(chosen.dst());
        memory dst = direct ? out : new memory(chosen.dst(), engine);
        steps.add(new Step(chosen.primitive(), arguments.put(DNNL_ARG_DST, dst)));
        if (!direct) {
            steps.add(reorder(dst, out));
        }
        outputs = Math.toIntExact(LongStream.of(geometry.out()).reduce(1, Math::multiplyExact));
        output = new FloatPointer(out.get_data_handle());
    }

    @Override
    public void run() {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).primitive().execute(stream, steps.get(i).arguments());
        }
        stream._wait();
    }

    @Override
    public float[] result() {
        float[] result = new float[outputs];
        output.get(result);
        return result;
    }

    @Override
    public void close() {
        owner.close();
    }

    private Chosen choose(Geometry geometry, memory.desc src, memory.desc weights, memory.desc bias, memory.desc dst,
            primitive_attr attributes) {
        long[] dilates = LongStream.of(geometry.dilation()).map(dilation -> dilation - 1).toArray();
        if (geometry.transposed()) {
            var chosen = new deconvolution_forward.primitive_desc(engine, dnnl.prop_kind.forward_inference,
                    dnnl.algorithm.deconvolution_direct, src, weights, bias, dst, geometry.stride(), dilates,
                    geometry.padLo(), cut(geometry), attributes, false);
            return new Chosen(new deconvolution_forward(chosen), chosen.src_desc(), chosen.weights_desc(),
                    chosen.dst_desc());
        }
        var chosen = new convolution_forward.primitive_desc(engine, dnnl.prop_kind.forward_inference,
                dnnl.algorithm.convolution_direct, src, weights, bias, dst, geometry.stride(), dilates,
                geometry.padLo(), geometry.padHi(), attributes, false);
        return new Chosen(new convolution_forward(chosen), chosen.src_desc(), chosen.weights_desc(), chosen.dst_desc());
    }

    /** oneDNN has no output padding; it cuts less from the end instead. */
    private static long[] cut(Geometry geometry) {
        long[] cut = geometry.padHi().clone();
        for (int i = 0; i < cut.length; i++) {
            cut[i] -= geometry.outputPadding()[i];
        }
        return cut;
    }

    private memory reordered(memory from, memory.desc wanted) {
        if (from.get_desc().equals(wanted)) {
            return from;
        }
        memory to = new memory(wanted, engine);
        steps.add(reorder(from, to));
        return to;
    }

    private memory packed(memory weights, memory.desc wanted) {
        memory packed = new memory(wanted, engine);
        Step packing = reorder(weights, packed);
        packing.primitive().execute(stream, packing.arguments());
        stream._wait();
        return packed;
    }

    private static Step reorder(memory from, memory to) {
        return new Step(new reorder(from, to), new IntMemoryMap().put(DNNL_ARG_FROM, from).put(DNNL_ARG_TO, to));
    }

    private static void fill(memory target, float[] values) {
        new FloatPointer(target.get_data_handle()).put(values);
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
