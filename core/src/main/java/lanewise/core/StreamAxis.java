package lanewise.core;

/**
 * What is known of a signal's outputs while it is still arriving. With {@code t} samples so far, on an axis with
 * effective kernel {@code e}, stride {@code s} and output padding {@code a} (its {@link Axis#slack slack}):
 *
 * <pre>
 *     forward:    output o reads samples  [s·o - padLo, s·o - padLo + e)
 *                 finished = ⌊(t + padLo - e) / s⌋ + 1,            total = ⌊(t + padLo + padHi - e) / s⌋ + 1
 *     transpose:  output u reads samples  [⌈(u + padLo - e + 1) / s⌉, ⌊(u + padLo) / s⌋]
 *                 finished = s·t - padLo,                          total = s·(t - 1) + e + a - padLo - padHi
 * </pre>
 *
 * <p>An output is finished when no later sample reaches it and it exists however the signal goes on:
 * {@code finished ≤ total}. A signal of no samples has no outputs.
 *
 * @param axis    the one axis of C, of any size
 * @param forward whether samples are x and outputs y, not the other way round
 */
record StreamAxis(Axis axis, boolean forward) {

    /** Outputs that a signal's first {@code samples} settle. */
    long finished(long samples) {
        long settled = forward
                ? windows(samples + Math.min(0, padBehind()))
                : Math.min(axis.stride() * samples - axis.padLo(), total(samples));
        return samples == 0 ? 0 : Math.max(0, settled);
    }

    /** Outputs of a whole signal. */
    long total(long samples) {
        long outputs = forward
                ? windows(samples + padBehind())
                : axis.stride() * (samples - 1) + axis.effectiveKernel() + axis.slack() - axis.padLo() - axis.padHi();
        return samples == 0 ? 0 : Math.max(0, outputs);
    }

    /** The first sample that some output from {@code output} on reads; possibly one that is yet to come. */
    long firstSample(long output) {
        long first = forward
                ? axis.stride() * output - axis.padLo()
                : Math.min(Math.ceilDiv(output + axis.padLo() - axis.effectiveKernel() + 1, (long) axis.stride()),
                        (output + axis.padLo()) / axis.stride());
        return Math.max(0, first);
    }

    /** One more than the last sample that outputs before {@code end} read; possibly one that never comes. */
    long endSample(long end) {
        return forward
                ? axis.stride() * (end - 1) - axis.padLo() + axis.effectiveKernel()
                : (end - 1 + axis.padLo()) / axis.stride() + 1;
    }

    /** The most samples between {@code firstSample(finished(t))} and any {@code t}. */
    int mostCarried() {
        long effective = axis.effectiveKernel();
        if (forward) {
            return Check.toSize("samples carried", effective - 1 - Math.min(0, padBehind()));
        }
        long held = Math.max(0, axis.stride() - effective - axis.slack() + axis.padHi());
        return Check.toSize("samples carried", (held + Math.max(effective, axis.stride()) - 1) / axis.stride());
    }

    /**
     * Padding before samples {@code [from, to)} when they alone give outputs {@code [output, end)}. No sample at all becomes
     * one that no output reads, behind all windows or taps.
     */
    int padLo(long from, long to, long output, long end) {
        long padLo;
        if (to <= from) {
            padLo = forward ? axis.stride() * (end - output - 1) + axis.effectiveKernel() : axis.effectiveKernel();
        } else {
            padLo = forward
                    ? from - axis.stride() * output + axis.padLo()
                    : output + axis.padLo() - axis.stride() * from;
        }
        return Check.toSize("padding", padLo);
    }

    /** The axis of such a call. */
    Axis piece(int samples, int outputs, int padLo) {
        int in = forward ? Math.max(1, samples) : outputs;
        int out = forward ? outputs : Math.max(1, samples);
        long padHi = axis.stride() * (out - 1L) + axis.effectiveKernel() - in - padLo;
        return new Axis(in, out, axis.kernel(), axis.stride(), axis.dilation(), padLo,
                Check.toSize("padding", Math.max(0, padHi)));
    }

    /** The axis of a call in the steady state, with no padding in reach, for a chunk that is long enough to finish something. */
    Axis usual(int samples) {
        long before = (long) axis.padLo() + axis.padHi() + axis.effectiveKernel() + axis.slack();
        long output = finished(before);
        long end = finished(before + Math.max(samples, forward ? axis.stride() : 1));
        long from = firstSample(output);
        long to = endSample(end);
        return piece(Check.toSize("samples", to - from), Check.toSize("outputs", end - output),
                padLo(from, to, output, end));
    }

    /** Windows from the padding before the signal on that end by {@code end}. */
    private long windows(long end) {
        return Math.floorDiv(end + axis.padLo() - axis.effectiveKernel(), (long) axis.stride()) + 1;
    }

    /** Padding behind the signal that windows reach into; negative where the axis has fewer windows than fit. */
    private long padBehind() {
        return axis.padHi() - axis.slack() / axis.stride() * axis.stride();
    }
}
