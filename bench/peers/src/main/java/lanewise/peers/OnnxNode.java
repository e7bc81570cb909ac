package lanewise.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import lanewise.bench.nodes.Node;
import lanewise.bench.peers.PeerEngine.Prepared;
import lanewise.bench.peers.PeerSettings;
import lanewise.core.Layout;

/** A node without weights in ONNX Runtime, in ONNX's own order, from and to buffers that stay where they are. */
final class OnnxNode implements Prepared {
    private static final String INDICES = "i";
    private static final String SIZES = "s";

    private final OrtSession session;
    private final FloatBuffer output;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    OnnxNode(Node node, PeerSettings settings) throws OrtException {
        if (settings.layout() != Layout.NCHW) {
            throw new IllegalArgumentException("ONNX knows NCHW only");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        boolean unpool = node.op().equals("MaxUnpool");
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            session = environment.createSession(model(node, unpool), options);
        }
        float[] in = node.input();
        inputs.put(OnnxModel.INPUT, OnnxTensor.createTensor(environment,
                bytes(Float.BYTES * in.length).asFloatBuffer().put(in).rewind(), longs(node.x())));
        output = bytes(Float.BYTES * node.outElements()).asFloatBuffer();
        outputs.put(OnnxModel.OUTPUT, OnnxTensor.createTensor(environment, output, longs(node.y())));
        if (node.indices()) {
            int[] indices = node.indices(Layout.NCHW);
            LongBuffer buffer = bytes(Long.BYTES * indices.length).asLongBuffer();
            for (int i = 0; i < indices.length; i++) {
                buffer.put(i, indices[i]);
            }
            (unpool ? inputs : outputs).put(INDICES,
                    OnnxTensor.createTensor(environment, buffer, longs(unpool ? node.x() : node.y())));
        }
        if (unpool) {
            inputs.put(SIZES, OnnxTensor.createTensor(environment, longs(node.y())));
        }
    }

    private static byte[] model(Node node, boolean unpool) {
        Protobuf operation = new Protobuf().put(1, OnnxModel.INPUT);
        if (unpool) {
            operation.put(1, INDICES).put(1, SIZES);
        }
        if (node.op().equals("Resize")) {
            operation.put(1, "").put(1, "").put(1, SIZES);
        }
        operation.put(2, OnnxModel.OUTPUT);
        if (node.indices() && !unpool) {
            operation.put(2, INDICES);
        }
        operation.put(3, "node").put(4, node.op());
        node.attributes().forEach((name, value) -> operation.put(5, OnnxModel.attributeOf(name, value)));
        Protobuf graph = new Protobuf().put(1, operation).put(2, "graph")
                .put(11, OnnxModel.valueInfo(OnnxModel.INPUT, OnnxModel.FLOAT, longs(node.x())));
        if (node.op().equals("Resize")) {
            graph.put(5, OnnxModel.integers(SIZES, longs(node.y())));
        }
        if (unpool) {
            graph.put(11, OnnxModel.valueInfo(INDICES, OnnxModel.INT64, longs(node.x())));
            graph.put(11, OnnxModel.valueInfo(SIZES, OnnxModel.INT64, node.y().length));
        }
        graph.put(12, OnnxModel.valueInfo(OnnxModel.OUTPUT, OnnxModel.FLOAT, longs(node.y())));
        if (node.indices() && !unpool) {
            graph.put(12, OnnxModel.valueInfo(INDICES, OnnxModel.INT64, longs(node.y())));
        }
        return OnnxModel.message(graph);
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
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException unclosed) {
            throw new IllegalStateException(unclosed);
        }
    }

    private static long[] longs(int[] shape) {
        return IntStream.of(shape).asLongStream().toArray();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
    }
}
