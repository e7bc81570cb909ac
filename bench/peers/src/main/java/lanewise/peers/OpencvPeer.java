package lanewise.peers;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lanewise.bench.layers.Layer;
import lanewise.bench.layers.LayerData;
import lanewise.bench.peers.PeerEngine;
import lanewise.bench.peers.PeerSettings;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * OpenCV's DNN module, with its Winograd where that is allowed. The input is handed over once, which spares it a copy;
 * a forward pass computes everything anew all the same.
 */
public final class OpencvPeer implements PeerEngine {

    /** Created by the service loader. */
    public OpencvPeer() {
    }

    @Override
    public String name() {
        return "opencv";
    }

    @Override
    public String version() {
        return Versions.of(name());
    }

    @Override
    public List<Variant> variants(PeerSettings settings, Layer layer, LayerData data) {
        Geometry geometry = Geometry.of(layer);
        byte[] model = OnnxModel.of(geometry, data, settings.layout());
        setNumThreads(settings.threads());
        return Stream.of(true, false).filter(winograd -> settings.winograd() || !winograd)
                .map(winograd -> new Variant("winograd-" + (winograd ? "on" : "off"),
                        () -> NativeScope.around(owner -> new Forward(model, winograd,
                                OnnxModel.shape(geometry.in(), settings.layout()), data.in(), owner))))
                .toList();
    }

    private static final class Forward implements Prepared {
        private final NativeScope owner;
        private final Net net;
        private Mat output = new Mat();

        Forward(byte[] model, boolean winograd, long[] shape, float[] in, NativeScope owner) {
            this.owner = owner;
            net = readNetFromONNX(new BytePointer(model), model.length);
            net.enableWinograd(winograd);
            int[] sizes = LongStream.of(shape).mapToInt(Math::toIntExact).toArray();
            // A pass over other data first: a result kept from it would be found to be wrong.
            net.setInput(new Mat(sizes, CV_32F, new FloatPointer(new float[in.length])));
            run();
            net.setInput(new Mat(sizes, CV_32F, new FloatPointer(in)));
        }

        @Override
        public void run() {
            Mat computed = net.forward();
            output.close();
            output = computed;
        }

        @Override
        public float[] result() {
            float[] result = new float[Math.toIntExact(output.total())];
            new FloatPointer(output.data()).get(result);
            return result;
        }

        @Override
        public void close() {
            output.close();
            owner.close();
        }
    }
}
