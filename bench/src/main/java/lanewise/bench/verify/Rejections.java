package lanewise.bench.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rejection must talk about, by the kind of failure that a case expects: a message that names the wrong
 * parameter does not help its reader.
 */
final class Rejections {
    private static final Map<String, List<String>> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("overflow", List.of("overflow", "at most", "effective size"));
        WORDS.put("stride", List.of("stride"));
        WORDS.put("dilation", List.of("dilation"));
        WORDS.put("pad", List.of("pad"));
        WORDS.put("kernel_shape", List.of("kernel_shape"));
        WORDS.put("bias", List.of("bias"));
        WORDS.put("weight", List.of("W must", "of W", "weights"));
        WORDS.put("group", List.of("group"));
        WORDS.put("rank", List.of("dimensions"));
        WORDS.put("output", List.of("output"));
        WORDS.put("channel", List.of("channel", "W must"));
        WORDS.put("kernel", List.of("kernel"));
        WORDS.put("axis", List.of("axes"));
        WORDS.put("length", List.of("length"));
        WORDS.put("roi", List.of("roi"));
        WORDS.put("scale", List.of("scale"));
        WORDS.put("shape", List.of("shape"));
    }

    private Rejections() {
    }

    /** What a message lacks for a kind of failure, or null when it names what it should. */
    static String missing(String kind, String message) {
        for (Map.Entry<String, List<String>> entry : WORDS.entrySet()) {
            if (kind.contains(entry.getKey())) {
                return entry.getValue().stream().anyMatch(message::contains)
                        ? null
                        : "the rejection must name one of " + entry.getValue() + " for " + kind + ", but says: "
                                + message;
            }
        }
        return null;
    }
}
