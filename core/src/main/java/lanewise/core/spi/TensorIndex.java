package lanewise.core.spi;

import java.util.List;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Layout;

/**
 * Where a tensor's elements lie: {@code index = n·batchStep + c·channelStep + ((d·height + h)·width + w)·positionStep}.
 *
 * @param channels    channels
 * @param depth       size of the outermost spatial axis
 * @param height      size of the middle one
 * @param width       size of the innermost one
 * @param channelStep distance of neighbouring channels
 * @param positionStep distance of neighbouring positions along the width
 */
public record TensorIndex(int channels, int depth, int height, int width, long channelStep, long positionStep) {

    /**
     * {@return the tensor x}
     *
     * @param spec   the convolution matrix
     * @param layout order in memory
     */
    public static TensorIndex ofInput(ConvSpec spec, Layout layout) {
        List<Axis> axes = spec.threeAxes();
        return of(spec.inChannels(), axes.get(0).in(), axes.get(1).in(), axes.get(2).in(), layout);
    }

    /**
     * {@return the tensor y}
     *
     * @param spec   the convolution matrix
     * @param layout order in memory
     */
    public static TensorIndex ofOutput(ConvSpec spec, Layout layout) {
        List<Axis> axes = spec.threeAxes();
        return of(spec.outChannels(), axes.get(0).out(), axes.get(1).out(), axes.get(2).out(), layout);
    }

    private static TensorIndex of(int channels, int depth, int height, int width, Layout layout) {
        boolean channelsFirst = layout == Layout.NCHW;
        return new TensorIndex(channels, depth, height, width, channelsFirst ? (long) depth * height * width : 1,
                channelsFirst ? 1 : channels);
    }

    /** {@return the same tensor with its positions on a single axis} */
    public TensorIndex flat() {
        return new TensorIndex(channels, 1, 1, Math.multiplyExact(Math.multiplyExact(depth, height), width),
                channelStep,
                positionStep);
    }

    /**
     * {@return the index of an image's channel at position 0}
     *
     * @param n image
     * @param c channel
     */
    public long plane(int n, int c) {
        return (long) n * channels * depth * height * width + c * channelStep;
    }

    /**
     * {@return the distance of a position from position 0 of its channel}
     *
     * @param d position on the outermost axis
     * @param h position on the middle axis
     * @param w position on the innermost axis
     */
    public long position(int d, int h, int w) {
        return (((long) d * height + h) * width + w) * positionStep;
    }
}
