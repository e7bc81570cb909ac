package lanewise.bench.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import lanewise.core.Border;
import lanewise.core.ConvSpec;
import lanewise.core.ConvSpecBuilder;

/**
 * The attributes of an ONNX Conv or ConvTranspose node, and what they mean for given shapes: the one place that turns
 * a node into a {@link ConvSpec}. Whatever is refused is refused with the attribute's own name.
 *
 * <p>As in ONNX, an attribute that is absent or an empty list has its default, though {@code kernel_shape} must
 * match W whenever it is there; {@code pads} holds all beginnings, then all ends, and has no effect next to
 * {@code auto_pad} or {@code output_shape}.
 *
 * @param values  integer attributes by name, a single integer as a list of one
 * @param autoPad {@code auto_pad}, null or empty for NOTSET; besides ONNX's own values HALF and FULL
 */
public record ConvAttributes(Map<String, long[]> values, String autoPad) {
    private static final List<String> OF_BOTH = List.of("kernel_shape", "strides", "dilations", "pads", "group");
    private static final List<String> OF_TRANSPOSE = List.of("output_padding", "output_shape");

    /** {@return the attributes of a node that sets none} */
    public static ConvAttributes none() {
        return new ConvAttributes(Map.of(), null);
    }

    /** These and another one. */
    ConvAttributes with(String name, long value) {
        Map<String, long[]> more = new HashMap<>(values);
        more.put(name, new long[]{value});
        return new ConvAttributes(more, autoPad);
    }

    /**
     * The matrix whose FORWARD product is this Conv node.
     *
     * @param x shape {@code [N, C, spatial...]} of the input
     * @param w shape {@code [M, C/group, kernel...]} of the weights
     * @return the matrix
     * @throws IllegalArgumentException naming what does not fit
     */
    public ConvSpec conv(int[] x, int[] w) {
        checkNames("Conv", OF_BOTH);
        checkRanks(x, w);
        int group = group(x[1]);
        if (w[1] != x[1] / group) {
            throw new IllegalArgumentException("W must have C/group = " + x[1] + "/" + group
                    + " in dimension 1, but has shape " + Arrays.toString(w));
        }
        return build(ConvSpec.conv(x[1], w[0], spatial(x)), x, w, group);
    }

    /**
     * The matrix whose TRANSPOSE product is this ConvTranspose node.
     *
     * @param x shape {@code [N, C, spatial...]} of the input
     * @param w shape {@code [C, M/group, kernel...]} of the weights
     * @return the matrix
     * @throws IllegalArgumentException naming what does not fit
     */
    public ConvSpec convTranspose(int[] x, int[] w) {
        checkNames("ConvTranspose", OF_BOTH, OF_TRANSPOSE);
        checkRanks(x, w);
        int group = group(x[1]);
        if (w[0] != x[1]) {
            throw new IllegalArgumentException(
                    "W must have C = " + x[1] + " in dimension 0, but has shape " + Arrays.toString(w));
        }
        int outChannels = toInt("W's dimension 1 times group", (long) w[1] * group);
        int axes = x.length - 2;
        ConvSpecBuilder builder = ConvSpec.convTranspose(x[1], outChannels, spatial(x))
                .outputPadding(list("output_padding", axes, 0));
        if (isSet("output_shape")) {
            builder.outputSize(list("output_shape", axes, 0));
        }
        return build(builder, x, w, group);
    }

    private ConvSpec build(ConvSpecBuilder builder, int[] x, int[] w, int group) {
        int axes = x.length - 2;
        int[] kernel = spatial(w);
        if (values.containsKey("kernel_shape") && !Arrays.equals(values.get("kernel_shape"), asLongs(kernel))) {
            throw new IllegalArgumentException("kernel_shape must equal the spatial shape " + Arrays.toString(kernel)
                    + " of W, but is " + Arrays.toString(values.get("kernel_shape")));
        }
        builder.batch(x[0]).groups(group).kernel(kernel).stride(list("strides", axes, 1))
                .dilation(list("dilations", axes, 1));
        int[] pads = list("pads", 2 * axes, 0);
        Border border = border();
        if (border == null) {
            builder.padding(Arrays.copyOf(pads, axes), Arrays.copyOfRange(pads, axes, 2 * axes));
        } else {
            builder.padding(border);
        }
        return builder.build();
    }

    Border border() {
        if (autoPad == null || autoPad.isEmpty() || autoPad.equals("NOTSET")) {
            return null;
        }
        return Arrays.stream(Border.values()).filter(border -> border.name().equals(autoPad)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("auto_pad must be NOTSET or one of "
                        + Arrays.toString(Border.values()) + ", but is " + autoPad));
    }

    private int group(int channels) {
        int group = list("group", 1, 1)[0];
        if (group < 1 || channels % group != 0) {
            throw new IllegalArgumentException(
                    "group must be at least 1 and divide the " + channels + " channels of X, but is " + group);
        }
        return group;
    }

    private boolean isSet(String name) {
        return values.containsKey(name) && values.get(name).length > 0;
    }

    int[] list(String name, int count, int fallback) {
        int[] list = new int[count];
        Arrays.fill(list, fallback);
        if (isSet(name)) {
            long[] given = values.get(name);
            if (given.length != count) {
                throw new IllegalArgumentException(name + " must have " + count + " values, but has " + given.length);
            }
            for (int i = 0; i < count; i++) {
                list[i] = toInt(name + "[" + i + "]", given[i]);
            }
        }
        return list;
    }

    @SafeVarargs
    final void checkNames(String node, List<String>... known) {
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        for (List<String> names : known) {
            unknown.removeAll(names);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown.first() + " must be absent: " + node + " has no such attribute");
        }
    }

    private static void checkRanks(int[] x, int[] w) {
        checkRank(x);
        if (w.length != x.length) {
            throw new IllegalArgumentException("W must have as many dimensions as X's " + x.length + ", but has "
                    + w.length + ": " + Arrays.toString(w));
        }
    }

    static void checkRank(int[] x) {
        if (x.length < 3 || x.length > 5) {
            throw new IllegalArgumentException("X must have 3 to 5 dimensions [N, C, 1 to 3 spatial], but has "
                    + x.length + ": " + Arrays.toString(x));
        }
    }

    static int[] spatial(int[] shape) {
        return Arrays.copyOfRange(shape, 2, shape.length);
    }

    private static long[] asLongs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static int toInt(String name, long value) {
        if (value != (int) value) {
            throw new IllegalArgumentException(name + " must be "
                    + (value < 0 ? "at least " + Integer.MIN_VALUE : "at most " + Integer.MAX_VALUE)
                    + " or would overflow, but is " + value);
        }
        return (int) value;
    }
}
