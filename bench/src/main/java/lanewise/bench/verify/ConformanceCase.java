package lanewise.bench.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.bench.onnx.ConvAttributes;
import lanewise.bench.tensor.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One case: a folder with {@code case.json} and one raw little-endian file per tensor, as another project's test
 * states it. Tensors are read when asked for, so that cases of unsupported operators cost nothing.
 */
final class ConformanceCase {
    static final String FILE = "case.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final JsonNode json;

    private ConformanceCase(Path folder, JsonNode json) {
        this.folder = folder;
        this.json = json;
    }

    static ConformanceCase read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            if (!json.path("op").isString() || !json.path("inputs").isArray() || !json.path("outputs").isArray()) {
                throw new IllegalArgumentException(file + " must be a case with op, inputs and outputs, but is not");
            }
            return new ConformanceCase(file.toAbsolutePath().getParent(), json);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(file + " must be JSON, but is not: " + malformed.getOriginalMessage(),
                    malformed);
        }
    }

    /** The two innermost folders, which name a case wherever the collection lies. */
    String name() {
        Path group = folder.getParent() == null ? null : folder.getParent().getFileName();
        return (group == null ? "" : group + "/") + folder.getFileName();
    }

    String operator() {
        return json.path("op").stringValue();
    }

    boolean disputed() {
        JsonNode disputed = json.path("disputed");
        return !disputed.isMissingNode() && !disputed.isNull() && !(disputed.isBoolean() && !disputed.booleanValue());
    }

    /** What kind of failure is expected, or null for success. */
    String expectedFailure() {
        return json.path("expect").stringValue("").equals("failure") ? json.at("/error/kind").stringValue("any") : null;
    }

    /** Whether only the project the case comes from need reject it. */
    boolean failsByPolicy() {
        return json.at("/error/scope").stringValue("").equals("ort_policy");
    }

    /** The first type of a tensor that cannot be read, or null. */
    String unreadableType() {
        for (String side : List.of("inputs", "outputs")) {
            for (JsonNode tensor : json.path(side)) {
                String type = tensor.path("dtype").stringValue("");
                if (!absent(tensor) && ElementType.named(type) == null) {
                    return type;
                }
            }
        }
        return null;
    }

    int opset() {
        return json.path("opset").asInt();
    }

    ElementType inputType(int index) {
        return ElementType.named(json.path("inputs").path(index).path("dtype").stringValue(""));
    }

    Map<String, JsonNode> attributes() {
        Map<String, JsonNode> attributes = new LinkedHashMap<>();
        json.path("attributes").properties().forEach(one -> attributes.put(one.getKey(), one.getValue()));
        return attributes;
    }

    JsonNode attribute(String name) {
        return json.path("attributes").path(name);
    }

    /** The attributes of the convolution itself. */
    ConvAttributes attributes(Set<String> besides) {
        Map<String, long[]> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> attribute : json.path("attributes").properties()) {
            JsonNode value = attribute.getValue();
            if (!besides.contains(attribute.getKey()) && !attribute.getKey().equals("auto_pad")) {
                values.put(attribute.getKey(), value.isArray() ? longs(value) : new long[]{integer(value)});
            }
        }
        return new ConvAttributes(values, attribute("auto_pad").stringValue(""));
    }

    /** An input as float32, or null when it is absent. */
    Tensor input(int index) {
        JsonNode tensor = json.path("inputs").path(index);
        return absent(tensor) ? null : tensor(tensor);
    }

    /** The expected outputs, null where the case gives none. */
    List<Expectation> outputs() {
        List<Expectation> outputs = new ArrayList<>();
        for (JsonNode output : json.path("outputs")) {
            outputs.add(absent(output)
                    ? null
                    : Expectation.of(output.path("name").stringValue(""), tensor(output),
                            output.path("dtype").stringValue("").equals("float16"), output.path("abs_tol"),
                            output.path("rel_tol")));
        }
        return outputs;
    }

    private Tensor tensor(JsonNode tensor) {
        String name = tensor.path("name").stringValue("");
        long[] sizes = longs(tensor.path("shape"));
        int[] shape = new int[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) sizes[i];
            if (shape[i] != sizes[i]) {
                throw new IllegalArgumentException(
                        name + " must have sizes of at most " + Integer.MAX_VALUE + ", but has " + sizes[i]);
            }
        }
        int elements = Tensor.elements(name, shape);
        ElementType type = ElementType.named(tensor.path("dtype").stringValue(""));
        Path file = folder.resolve(tensor.path("file").stringValue(""));
        try {
            if (Files.size(file) != (long) elements * type.bytes()) {
                throw new IllegalArgumentException(file + " must have " + (long) elements * type.bytes()
                        + " bytes, but has " + Files.size(file));
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = type.read(bytes);
            }
            return new Tensor(shape, values);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " must be readable, but is not", unreadable);
        }
    }

    private static boolean absent(JsonNode tensor) {
        return tensor.isMissingNode() || tensor.path("absent").booleanValue(false);
    }

    private long integer(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(
                    name() + " must have integers in attributes and shapes, but has " + value);
        }
        return value.longValue();
    }

    private long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(array.path(i));
        }
        return values;
    }
}
