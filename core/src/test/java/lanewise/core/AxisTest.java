package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void windowsAreThoseWhoseTapMeetsTheInput() {
        forEachAxis(axis -> {
            for (int k = 0; k < axis.kernel(); k++) {
                int tap = k;
                int[] inside = IntStream.range(0, axis.out()).filter(o -> meetsInput(axis, o, tap)).toArray();
                assertArrayEquals(inside, IntStream.range(axis.firstWindow(k), axis.endWindow(k)).toArray());
            }
        });
    }

    @Test
    void paddedMeansThatSomeTapMeetsPadding() {
        forEachAxis(axis -> assertEquals(
                IntStream.range(0, axis.out())
                        .anyMatch(o -> IntStream.range(0, axis.kernel()).anyMatch(k -> !meetsInput(axis, o, k))),
                axis.padded()));
    }

    @Test
    void outIsTheNumberOfWindowsThatFit() {
        forEachAxis(axis -> {
            Axis conv = Axis.conv(axis.in(), axis.kernel(), axis.stride(), axis.dilation(), axis.padLo(), axis.padHi());
            int padded = axis.in() + axis.padLo() + axis.padHi();
            long windows = IntStream.iterate(0, at -> at + axis.effectiveKernel() <= padded, at -> at + axis.stride())
                    .count();
            assertEquals(windows, conv.out());
            assertEquals(padded - axis.effectiveKernel() - axis.stride() * (axis.out() - 1L), axis.slack());
        });
    }

    @Test
    void phasesPartTheInputByResidueAndKeepEveryMeetingOnce() {
        forEachAxis(axis -> {
            Axis.Phase[] phases = axis.phases();
            assertEquals(axis.stride(), phases.length);
            int[][] meetings = new int[axis.in()][axis.kernel()];
            for (int[] ofUnit : meetings) {
                Arrays.fill(ofUnit, -1);
            }
            for (int residue = 0; residue < phases.length; residue++) {
                Axis.Phase phase = phases[residue];
                assertEquals(residue, (phase.first() + axis.padLo()) % axis.stride());
                assertEquals(Math.max(0, Math.ceilDiv(axis.in() - phase.first(), axis.stride())), phase.count());
                assertArrayEquals(Arrays.stream(phase.tap()).sorted().toArray(), phase.tap());
                for (int t = 0; t < phase.count(); t++) {
                    for (int i = 0; i < phase.tap().length; i++) {
                        int o = t + phase.shift()[i];
                        if (o >= 0 && o < axis.out()) {
                            meetings[phase.first() + axis.stride() * t][phase.tap()[i]] = o;
                        }
                    }
                }
            }
            for (int o = 0; o < axis.out(); o++) {
                for (int k = 0; k < axis.kernel(); k++) {
                    if (meetsInput(axis, o, k)) {
                        int u = axis.stride() * o + axis.dilation() * k - axis.padLo();
                        assertEquals(o, meetings[u][k]);
                        meetings[u][k] = -1;
                    }
                }
            }
            assertEquals(0, Arrays.stream(meetings).flatMapToInt(Arrays::stream).filter(o -> o >= 0).count());
        });
    }

    @Test
    void tapsOfAPhaseDependOnTheFilterOnly() {
        forEachAxis(axis -> {
            Axis other = Axis.conv(axis.in() + 40, axis.kernel(), axis.stride(), axis.dilation(), axis.padLo() + 1, 0);
            for (int residue = 0; residue < axis.stride(); residue++) {
                assertArrayEquals(axis.phases()[residue].tap(), other.phases()[residue].tap());
            }
        });
    }

    @Test
    void theLargestSizesDoNotOverflow() {
        int max = Integer.MAX_VALUE;
        assertEquals(max, Axis.conv(max, 1, 1, 1, 0, 0).out());
        assertEquals(1, Axis.conv(1, 2, 1, max - 1, 0, max - 1).out());
        assertEquals(1, Axis.conv(max, max, max, 1, 0, 0).out());
        assertEquals(max, Axis.transposed(max, 1, 1, 1, 0, 0, 0).in());
        Axis wide = Axis.conv(1, 2, 1, max / 2, max / 2, max / 2);
        assertEquals(max / 2, wide.firstWindow(0));
        assertEquals(1, wide.endWindow(1));
    }

    private interface Check {
        void of(Axis axis);
    }

    private static void forEachAxis(Check check) {
        SpecGenerator.check(600, (spec, values) -> check.of(values.axis()));
    }

    private static boolean meetsInput(Axis axis, int o, int k) {
        int u = axis.stride() * o + axis.dilation() * k - axis.padLo();
        return u >= 0 && u < axis.in();
    }
}
