package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvSpecTest {
    private static final Axis UNIT = new Axis(1, 1, 1, 1, 1, 0, 0);

    private final ConvSpec spec = ConvSpec.conv(4, 6, 5, 8).batch(3).groups(2).kernel(3, 2).stride(1, 2).padding(1, 0)
            .build();

    @Test
    void countsElements() {
        assertEquals(2, spec.rank());
        assertEquals(2, spec.inChannelsPerGroup());
        assertEquals(3, spec.outChannelsPerGroup());
        assertEquals(40, spec.inPositions());
        assertEquals(20, spec.outPositions());
        assertEquals(6, spec.taps());
        assertEquals(3 * 4 * 40, spec.inElements());
        assertEquals(3 * 6 * 20, spec.outElements());
        assertEquals(6 * 2 * 6, spec.filterElements());
        assertEquals(3 * 6 * 20 * 2 * 6, spec.macs());
        assertTrue(spec.padded());
        assertFalse(ConvSpec.conv(1, 1, 5).kernel(5).build().padded());
    }

    @Test
    void countsBeyondAnIntAreExact() {
        ConvSpec large = ConvSpec.conv(1 << 16, 1 << 16, 8).batch(1 << 16).groups(1 << 16).build();
        assertEquals(1L << 35, large.inElements());
        assertEquals(1L << 35, large.outElements());
        assertEquals(1L << 16, large.filterElements());
        assertEquals(1L << 35, large.macs());
        assertEquals(1L << 32, ConvSpec.conv(1 << 16, 1 << 16, 1).build().filterElements());
        assertEquals(1L << 40, ConvSpec.conv(1, 1, 1 << 20, 1 << 20).build().inPositions());
    }

    @Test
    void printsOnOneLine() {
        assertEquals("4→6 5×8→5×4 k3×2 s1×2 d1×1 p(1,1)(0,0) g2 n3", spec.toString());
    }

    @Test
    void transposedLayersSwapTheSides() {
        ConvSpec layer = ConvSpec.convTranspose(8, 4, 3, 5).groups(2).kernel(4).stride(2).padding(1).build();
        assertEquals(8, layer.outChannels());
        assertEquals(4, layer.inChannels());
        assertEquals(List.of(new Axis(6, 3, 4, 2, 1, 1, 1), new Axis(10, 5, 4, 2, 1, 1, 1)), layer.axes());
        assertEquals(8 * 2 * 16, layer.filterElements());
    }

    @Test
    void threeAxesPutUnitAxesFirst() {
        Axis width = Axis.conv(5, 3, 1, 1, 0, 0);
        assertEquals(List.of(UNIT, UNIT, width), new ConvSpec(1, 1, 1, 1, List.of(width)).threeAxes());
        assertEquals(List.of(UNIT, width, width), new ConvSpec(1, 1, 1, 1, List.of(width, width)).threeAxes());
        assertEquals(List.of(width, width, width),
                new ConvSpec(1, 1, 1, 1, List.of(width, width, width)).threeAxes());
    }

    @Test
    void batchAndChannelsMayBeZero() {
        assertEquals(0, ConvSpec.conv(3, 4, 5).batch(0).build().macs());
        ConvSpec noInput = ConvSpec.conv(0, 4, 5).build();
        assertEquals(0, noInput.filterElements());
        assertEquals(20, noInput.outElements());
        assertEquals(0, ConvSpec.conv(4, 0, 5).groups(4).build().outElements());
    }

    @Test
    void sizesPaddingAndBatchDoNotChangeTheFilter() {
        ConvSpec other = ConvSpec.conv(4, 6, 9, 7).groups(2).kernel(3, 2).stride(1, 2).padding(Border.FULL).build();
        assertTrue(spec.sameFilter(other));
        assertFalse(spec.sameFilter(ConvSpec.conv(4, 6, 5, 8).groups(1).kernel(3, 2).stride(1, 2).build()));
        assertFalse(spec.sameFilter(ConvSpec.conv(8, 6, 5, 8).groups(2).kernel(3, 2).stride(1, 2).build()));
        assertFalse(spec.sameFilter(ConvSpec.conv(4, 8, 5, 8).groups(2).kernel(3, 2).stride(1, 2).build()));
        assertFalse(spec.sameFilter(ConvSpec.conv(4, 6, 5, 8).groups(2).kernel(2, 2).stride(1, 2).build()));
        assertFalse(spec.sameFilter(ConvSpec.conv(4, 6, 5, 8).groups(2).kernel(3, 2).stride(2, 2).build()));
        assertFalse(spec.sameFilter(ConvSpec.conv(4, 6, 5, 8).groups(2).kernel(3, 2).stride(1, 2).dilation(2).build()));
    }

    @Test
    void axesAreCopied() {
        List<Axis> axes = new ArrayList<>(List.of(UNIT));
        ConvSpec copy = new ConvSpec(1, 1, 1, 1, axes);
        axes.clear();
        assertEquals(List.of(UNIT), copy.axes());
    }

    @Test
    void theLastPaddingSetCounts() {
        assertEquals(Axis.conv(5, 3, 1, 1, 2, 2),
                ConvSpec.conv(1, 1, 5).kernel(3).padding(Border.HALF).padding(2).build().axes().getFirst());
        assertEquals(Axis.conv(5, 3, 1, 1, 1, 1),
                ConvSpec.conv(1, 1, 5).kernel(3).padding(2).padding(Border.HALF).build().axes().getFirst());
    }
}
