package lanewise.bench.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.core.Border;
import lanewise.core.pooling.PoolSpec;
import lanewise.core.pooling.PoolSpecBuilder;

/**
 * The attributes of an ONNX MaxPool, AveragePool or MaxUnpool node, and what they mean for given shapes. Whatever is refused is
 * refused with the attribute's own name.
 *
 * @param node the attributes by name
 */
public record PoolAttributes(ConvAttributes node) {
    private static final List<String> OF_ALL = List.of("kernel_shape", "strides", "pads");
    private static final List<String> OF_POOLS =
            List.of("dilations", "ceil_mode", "count_include_pad", "storage_order");

    /**
     * {@return the windows of a MaxPool or AveragePool}
     *
     * @param x shape {@code [N, C, spatial...]} of the input
     */
    public PoolSpec pool(int[] x) {
        node.checkNames("pooling", OF_ALL, OF_POOLS);
        ConvAttributes.checkRank(x);
        int axes = x.length - 2;
        PoolSpecBuilder builder = windows(x, ConvAttributes.spatial(x)).dilation(node.list("dilations", axes, 1))
                .ceilMode(flag("ceil_mode"));
        Border border = node.border();
        return border == null ? builder.build() : builder.padding(border).build();
    }

    /**
     * {@return the windows that a MaxUnpool undoes}
     *
     * @param x     shape {@code [N, C, spatial...]} of the input
     * @param given spatial size of the output, null to have it follow from the attributes
     */
    public PoolSpec unpool(int[] x, int[] given) {
        node.checkNames("MaxUnpool", OF_ALL);
        ConvAttributes.checkRank(x);
        int axes = x.length - 2;
        int[] pads = node.list("pads", 2 * axes, 0);
        int[] stride = node.list("strides", axes, 1);
        int[] kernel = kernel(axes);
        int[] out = given != null
                ? given
                : IntStream.range(0, axes).map(i -> (x[2 + i] - 1) * stride[i] + kernel[i] - pads[i] - pads[axes + i])
                        .toArray();
        if (Arrays.stream(out).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("output sizes must be at least 1, but are " + Arrays.toString(out));
        }
        PoolSpec spec = windows(x, out).build();
        int[] windows = spec.axes().stream().mapToInt(axis -> axis.out()).toArray();
        if (!Arrays.equals(windows, ConvAttributes.spatial(x))) {
            throw new IllegalArgumentException("output sizes must be such that pooling gives X's "
                    + Arrays.toString(ConvAttributes.spatial(x)) + ", but " + Arrays.toString(out) + " give "
                    + Arrays.toString(windows));
        }
        return spec;
    }

    /** {@return whether averages count padding} */
    public boolean includesPadding() {
        return flag("count_include_pad");
    }

    /** {@return whether indices count along the first spatial axis first} */
    public boolean columnMajor() {
        return flag("storage_order");
    }

    private PoolSpecBuilder windows(int[] x, int[] in) {
        int axes = in.length;
        int[] pads = node.list("pads", 2 * axes, 0);
        return PoolSpec.of(x[1], in).batch(x[0]).kernel(kernel(axes)).stride(node.list("strides", axes, 1))
                .padding(Arrays.copyOf(pads, axes), Arrays.copyOfRange(pads, axes, 2 * axes));
    }

    private int[] kernel(int axes) {
        if (!node.values().containsKey("kernel_shape")) {
            throw new IllegalArgumentException("kernel_shape must be given, but is absent");
        }
        return node.list("kernel_shape", axes, 1);
    }

    private boolean flag(String name) {
        int value = node.list(name, 1, 0)[0];
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException(name + " must be 0 or 1, but is " + value);
        }
        return value == 1;
    }
}
