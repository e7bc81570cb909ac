package lanewise.bench.layers;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.bench.tensor.Tensor;
import lanewise.core.ConvSpec;
import lanewise.core.ConvSpecBuilder;
import lanewise.core.Product;

/**
 * Layers as comma-separated lines under a fixed header. Every layer is written in three dimensions with symmetric
 * padding; outer dimensions that do nothing are dropped, so that a 1-D layer is planned as one.
 */
public final class LayerFile {
    private static final String HEADER = "name,op,batch,groups,in_channels,in_d,in_h,in_w,out_channels,k_d,k_h,k_w,"
            + "stride_d,stride_h,stride_w,pad_d,pad_h,pad_w,dil_d,dil_h,dil_w,outpad_d,outpad_h,outpad_w";
    private static final List<String> COLUMNS = List.of(HEADER.split(","));
    private static final int TEXT_COLUMNS = 2;

    private LayerFile() {
    }

    /**
     * Reads all layers of a file.
     *
     * @param file where from
     * @return the layers, at least one, with distinct names
     * @throws IOException              when the file cannot be read
     * @throws IllegalArgumentException naming the line and column of the first mistake
     */
    public static List<Layer> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException binary) {
            throw new IllegalArgumentException(file + " must be text, but is not", binary);
        }
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            throw new IllegalArgumentException(file + " must start with the line " + HEADER);
        }
        List<Layer> layers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            Layer layer;
            try {
                layer = layer(lines.get(i).strip());
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": " + malformed.getMessage(), malformed);
            }
            if (!names.add(layer.name())) {
                throw new IllegalArgumentException(
                        file + ":" + (i + 1) + ": name must be new, but " + layer.name() + " was there before");
            }
            layers.add(layer);
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(file + " must have at least one layer, but has none");
        }
        return layers;
    }

    /**
     * Reads some layers of a file.
     *
     * @param file   where from
     * @param filter what must be found in their names
     * @return the layers, at least one
     * @throws IOException              when the file cannot be read
     * @throws IllegalArgumentException also when no layer matches
     */
    public static List<Layer> read(Path file, Pattern filter) throws IOException {
        List<Layer> layers = read(file).stream().filter(layer -> filter.matcher(layer.name()).find()).toList();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "--filter must match some layer of " + file + ", but " + filter + " matches none");
        }
        return layers;
    }

    private static Layer layer(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS.size()) {
            throw new IllegalArgumentException("must have " + COLUMNS.size() + " columns, but has " + cells.length);
        }
        boolean transposed = switch (cells[1]) {
            case "conv" -> false;
            case "conv_transpose" -> true;
            default -> throw new IllegalArgumentException("op must be conv or conv_transpose, but is " + cells[1]);
        };
        int[] value = new int[cells.length];
        for (int i = TEXT_COLUMNS; i < cells.length; i++) {
            try {
                value[i] = Integer.parseInt(cells[i].strip());
            } catch (NumberFormatException malformed) {
                throw new IllegalArgumentException(
                        COLUMNS.get(i) + " must be an integer, but is '" + cells[i] + "'", malformed);
            }
        }
        int axes = axes(value);
        int inChannels = value[column("in_channels")];
        int outChannels = value[column("out_channels")];
        int[] in = last(value, "in_d", axes);
        ConvSpecBuilder builder = transposed
                ? ConvSpec.convTranspose(inChannels, outChannels, in)
                : ConvSpec.conv(inChannels, outChannels, in);
        ConvSpec spec = builder.batch(value[column("batch")]).groups(value[column("groups")])
                .kernel(last(value, "k_d", axes)).stride(last(value, "stride_d", axes))
                .padding(last(value, "pad_d", axes)).dilation(last(value, "dil_d", axes))
                .outputPadding(last(value, "outpad_d", axes)).build();
        Layer layer = new Layer(cells[0].strip(), transposed ? Product.TRANSPOSE : Product.FORWARD, spec);
        Tensor.elements("input", layer.inShape());
        Tensor.elements("output", layer.outShape());
        Tensor.elements("weights", Math.clamp(spec.filterElements(), 0, Integer.MAX_VALUE));
        return layer;
    }

    private static int axes(int[] value) {
        int axes = 3;
        while (axes > 1 && trivial(value, 3 - axes)) {
            axes--;
        }
        return axes;
    }

    private static boolean trivial(int[] value, int axis) {
        return IntStream.of(column("in_d"), column("k_d"), column("stride_d")).allMatch(at -> value[at + axis] == 1)
                && IntStream.of(column("pad_d"), column("outpad_d")).allMatch(at -> value[at + axis] == 0);
    }

    private static int[] last(int[] value, String column, int axes) {
        return IntStream.range(3 - axes, 3).map(axis -> value[column(column) + axis]).toArray();
    }

    private static int column(String name) {
        return COLUMNS.indexOf(name);
    }
}
