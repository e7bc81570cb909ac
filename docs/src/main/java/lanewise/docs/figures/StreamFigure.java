package lanewise.docs.figures;

import java.util.function.BiPredicate;
import lanewise.core.Axis;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Plan;
import lanewise.core.Runner;
import lanewise.core.SignalStream;
import lanewise.core.reference.ConvMatrix;

/** A signal in chunks: what a {@link SignalStream} finishes with each of them, and the samples that it had to keep for that. */
final class StreamFigure {
    private static final int LEFT = 110;
    private static final int ROW = AxisFigure.HEIGHT - Svg.CELL + 20;

    private StreamFigure() {
    }

    /** A transposed convolution of one channel, and how many samples come at a time; those of the specification in the end. */
    static Svg draw(ConvSpec spec, int... chunks) {
        Axis axis = spec.axes().getFirst();
        ConvMatrix matrix = ConvMatrix.of(spec, new float[axis.kernel()]);
        BiPredicate<Integer, Integer> reads = (u, sample) -> matrix.weightAt(sample, u) >= 0;
        SignalStream stream = Plan.transpose(spec).stream(Filter.of(new float[axis.kernel()]));
        Svg svg = new Svg();
        int received = 0;
        int finished = 0;
        for (int call = 0; call <= chunks.length; call++) {
            AxisFigure figure = new AxisFigure(axis, LEFT, 12 + ROW * call);
            boolean last = call == chunks.length;
            int samples = last ? 0 : chunks[call];
            float[] out = new float[last ? stream.remaining() : stream.outputs(samples)];
            int outputs = last
                    ? stream.finish(out, 0, Runner.sequential())
                    : stream.process(new float[samples], 0, samples, out, 0, Runner.sequential());
            svg.text(8, figure.top() + 16, last ? "finish" : "chunk of " + samples);
            int sampleTop = figure.top() + Svg.CELL + 16;
            for (int u = finished; u < finished + outputs; u++) {
                for (int sample = 0; sample < received + samples; sample++) {
                    if (reads.test(u, sample)) {
                        svg.line(figure.resultX(u) + Svg.CELL / 2, figure.top() + Svg.CELL,
                                figure.operandX(sample) + Svg.CELL / 2, sampleTop, Svg.tone(call));
                    }
                }
                svg.cell(figure.resultX(u), figure.top(), Svg.tone(call), "" + u);
            }
            for (int sample = 0; sample < received + samples; sample++) {
                if (sample >= received) {
                    svg.cell(figure.operandX(sample), sampleTop, Svg.tone(call), "" + sample);
                } else if (needed(axis, reads, sample, finished)) {
                    svg.hollow(figure.operandX(sample), sampleTop, Svg.INK, "" + sample);
                }
            }
            received += samples;
            finished += outputs;
        }
        return svg;
    }

    /** Whether some output from {@code output} on reads a sample. */
    private static boolean needed(Axis axis, BiPredicate<Integer, Integer> reads, int sample, int output) {
        for (int u = output; u < axis.in(); u++) {
            if (reads.test(u, sample)) {
                return true;
            }
        }
        return false;
    }
}
