package lanewise.peers;

import java.util.Locale;
import lanewise.core.Layout;
import org.bytedeco.dnnl.memory;

/** In which order oneDNN's convolution itself has its tensors. */
enum OnednnOrder {
    /** That of the user's tensors. */
    PLAIN,
    /** What the primitive prefers. */
    ANY,
    /** Blocks of 16 channels. */
    BLOCKED16;

    String label(Layout layout) {
        return this == PLAIN ? layout.name().toLowerCase(Locale.ROOT) : name().toLowerCase(Locale.ROOT) + "+reorders";
    }

    memory.desc desc(long[] shape, Layout layout) {
        return switch (this) {
            case PLAIN -> plain(shape, layout);
            case ANY -> new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
            case BLOCKED16 -> new memory.desc(shape, memory.data_type.f32,
                    shape.length == 4 ? memory.format_tag.aBcd16b : memory.format_tag.aBcde16b);
        };
    }

    static memory.desc plain(long[] shape, Layout layout) {
        return new memory.desc(shape, memory.data_type.f32, Geometry.strides(shape, layout));
    }
}
