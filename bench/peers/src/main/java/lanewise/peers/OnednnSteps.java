package lanewise.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.List;
import lanewise.bench.peers.PeerEngine.Prepared;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/** Primitives that oneDNN runs one after the other: reorders of what is read, a convolution, a reorder of what is written. */
final class OnednnSteps implements Prepared {
    private final NativeScope owner;
    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);
    private final List<Step> steps = new ArrayList<>();
    private FloatPointer output;
    private int outputs;

    private record Step(primitive primitive, IntMemoryMap arguments) {
    }

    OnednnSteps(NativeScope owner) {
        this.owner = owner;
    }

    engine engine() {
        return engine;
    }

    /** {@return values in the order of a description} */
    memory tensor(memory.desc order, float[] values) {
        memory tensor = new memory(order, engine);
        new FloatPointer(tensor.get_data_handle()).put(values);
        return tensor;
    }

    /** {@return a tensor in the order that is wanted, brought there on every run unless it is} */
    memory reordered(memory from, memory.desc wanted) {
        if (from.get_desc().equals(wanted)) {
            return from;
        }
        memory to = new memory(wanted, engine);
        steps.add(reorder(from, to));
        return to;
    }

    /** {@return a tensor in the order that is wanted, brought there now} */
    memory packed(memory from, memory.desc wanted) {
        memory to = new memory(wanted, engine);
        Step packing = reorder(from, to);
        packing.primitive().execute(stream, packing.arguments());
        stream._wait();
        return to;
    }

    /**
     * Ends the steps with a primitive and what brings its result into the user's order.
     *
     * @param argument what the primitive calls its result
     * @param computed the order it computes the result in
     * @param out      the user's order
     * @param elements of the result
     */
    OnednnSteps compute(primitive primitive, IntMemoryMap arguments, int argument, memory.desc computed,
            memory.desc out,
            int elements) {
        memory result = new memory(out, engine);
        memory direct = out.equals(computed) ? result : new memory(computed, engine);
        steps.add(new Step(primitive, arguments.put(argument, direct)));
        if (direct != result) {
            steps.add(reorder(direct, result));
        }
        outputs = elements;
        output = new FloatPointer(result.get_data_handle());
        return this;
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

    private static Step reorder(memory from, memory to) {
        return new Step(new reorder(from, to), new IntMemoryMap().put(DNNL_ARG_FROM, from).put(DNNL_ARG_TO, to));
    }
}
