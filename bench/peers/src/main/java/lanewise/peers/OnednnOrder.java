package lanewise.peers;

import java.util.Locale;
import lanewise.core.Layout;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** In which order oneDNN's convolution itself has its tensors. */
enum OnednnOrder {
    /** What the primitive prefers: first, because the others may be served by a reference a thousand times slower. */
    ANY,
    /** That of the user's tensors. */
    PLAIN,
    /** Blocks of as many channels as a vector has floats. */
    BLOCKED;

    private static final boolean SIXTEEN =
            (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core;

    String label(Layout layout) {
        return this == PLAIN ? layout.name().toLowerCase(Locale.ROOT) : name().toLowerCase(Locale.ROOT) + "+reorders";
    }

    memory.desc desc(long[] shape, Layout layout) {
        return switch (this) {
            case PLAIN -> plain(shape, layout);
            case ANY -> new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
            case BLOCKED -> new memory.desc(shape, memory.data_type.f32, blocked(shape.length == 4));
        };
    }

    private static memory.format_tag blocked(boolean image) {
        if (SIXTEEN) {
            return image ? memory.format_tag.aBcd16b : memory.format_tag.aBcde16b;
        }
        return image ? memory.format_tag.aBcd8b : memory.format_tag.aBcde8b;
    }

    static memory.desc plain(long[] shape, Layout layout) {
        return new memory.desc(shape, memory.data_type.f32, Geometry.strides(shape, layout));
    }
}
