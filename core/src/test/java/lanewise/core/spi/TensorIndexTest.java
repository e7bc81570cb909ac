package lanewise.core.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lanewise.core.ConvSpec;
import lanewise.core.Layout;
import org.junit.jupiter.api.Test;

class TensorIndexTest {
    private final ConvSpec spec = ConvSpec.conv(3, 5, 4, 6, 8).kernel(3).batch(2).build();

    @Test
    void enumeratesEveryTensorRowMajor() {
        TensorIndex x = TensorIndex.ofInput(spec, Layout.NCHW);
        long next = 0;
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                for (int d = 0; d < 4; d++) {
                    for (int h = 0; h < 6; h++) {
                        for (int w = 0; w < 8; w++) {
                            assertEquals(next++, x.plane(n, c) + x.position(d, h, w));
                        }
                    }
                }
            }
        }
        assertEquals(spec.inElements(), next);
    }

    @Test
    void channelsLastPutsTheChannelsInside() {
        TensorIndex y = TensorIndex.ofOutput(spec, Layout.NHWC);
        long next = 0;
        for (int n = 0; n < 2; n++) {
            for (int d = 0; d < 2; d++) {
                for (int h = 0; h < 4; h++) {
                    for (int w = 0; w < 6; w++) {
                        for (int c = 0; c < 5; c++) {
                            assertEquals(next++, y.plane(n, c) + y.position(d, h, w));
                        }
                    }
                }
            }
        }
        assertEquals(spec.outElements(), next);
    }

    @Test
    void indicesBeyondAnIntAreExact() {
        ConvSpec large = ConvSpec.conv(1 << 10, 1, 1 << 16, 1 << 16).batch(4).build();
        assertEquals(3L << 42, TensorIndex.ofInput(large, Layout.NCHW).plane(3, 0));
        assertEquals(3L << 42, TensorIndex.ofInput(large, Layout.NHWC).plane(3, 0));
        assertEquals(65535L << 26, TensorIndex.ofInput(large, Layout.NHWC).position(0, 65535, 0));
    }
}
