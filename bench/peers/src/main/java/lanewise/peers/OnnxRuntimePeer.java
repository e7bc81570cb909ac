package lanewise.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.nodes.Node;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;

/**
 * ONNX Runtime, from and to buffers that stay where they are. Level ALL computes in blocks of channels and reorders on
 * both sides, EXTENDED in the order of the tensors. In fp32 on x86 there is no Winograd to turn off.
 */
public final class OnnxRuntimePeer implements PeerEngine {

    /** Created by the service loader. */
    public OnnxRuntimePeer() {
    }

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public String version() {
        return Versions.of(name());
    }

    @Override
    public List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) {
        Geometry geometry = Geometry.of(layer);
        byte[] model = OnnxModel.of(geometry, data, settings.layout());
        return Stream.of(OptLevel.ALL_OPT, OptLevel.EXTENDED_OPT).map(level -> new Variant(
                level == OptLevel.ALL_OPT ? "all" : "extended",
                () -> new Session(model, level, geometry, data, settings))).toList();
    }

    @Override
    public List<Variant> nodes(PeerSettings settings, Node node) {
        return List.of(new Variant("all", () -> new OnnxNode(node, settings)));
    }

    private static final class Session implements Prepared {
        private final OrtSession session;
        private final FloatBuffer output;
        private final OnnxTensor in;
        private final OnnxTensor out;
        private final Map<String, OnnxTensor> inputs;
        private final Map<String, OnnxTensor> outputs;

        Session(byte[] model, OptLevel level, Geometry geometry, LayerData data, PeerSettings settings)
                throws OrtException {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            try (SessionOptions options = new SessionOptions()) {
                options.setIntraOpNumThreads(settings.threads());
                options.setInterOpNumThreads(1);
                options.setOptimizationLevel(level);
                session = environment.createSession(model, options);
            }
            long[] outShape = OnnxModel.shape(geometry.out(), settings.layout());
            output = buffer(elements(outShape));
            in = OnnxTensor.createTensor(environment, buffer(data.in().length).put(data.in()).rewind(),
                    OnnxModel.shape(geometry.in(), settings.layout()));
            out = OnnxTensor.createTensor(environment, output, outShape);
            inputs = Map.of(OnnxModel.INPUT, in);
            outputs = Map.of(OnnxModel.OUTPUT, out);
        }

        @Override
        public void run() throws OrtException {
            session.run(inputs, outputs).close();
        }

        @Override
        public float[] result() {
            float[] result = new float[output.capacity()];
            output.get(0, result);
            return result;
        }

        @Override
        public void close() {
            in.close();
            out.close();
            try {
                session.close();
            } catch (OrtException unclosed) {
                throw new IllegalStateException(unclosed);
            }
        }

        private static FloatBuffer buffer(int elements) {
            return ByteBuffer.allocateDirect(Float.BYTES * elements).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }

        private static int elements(long[] shape) {
            return Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        }
    }
}
