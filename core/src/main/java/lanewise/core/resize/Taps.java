package lanewise.core.resize;

/** Computes the taps of one output of an axis after the other. */
final class Taps {
    private final ResizeSpecBuilder rules;
    private final int in;
    private final int out;
    private final long[] line;
    private final double start;
    private final double end;
    private final double stretch;
    private long floor;
    private double fraction;
    private boolean inside;
    private int first;

    Taps(ResizeSpecBuilder rules, int in, int out, Scale scale, float start, float end) {
        this.rules = rules;
        this.in = in;
        this.out = out;
        this.start = start;
        this.end = end;
        boolean crop = rules.coordinates == Coordinates.TF_CROP_AND_RESIZE;
        line = crop ? null : rules.coordinates.line(in, out, scale);
        stretch = rules.antialias ? Math.min(1, scale.value()) : 1;
    }

    int out() {
        return out;
    }

    /** The input that the first weight of the last row belongs to. */
    int first() {
        return first;
    }

    /** Whether the last row belongs to an output that is not extrapolated. */
    boolean inside() {
        return inside;
    }

    /** Weights of an output for neighbouring inputs; some may be 0. */
    float[] row(int o) {
        locate(o);
        if (rules.interpolation == Interpolation.NEAREST) {
            first = Math.clamp(floor + (up() ? 1 : 0), 0, in - 1);
            return new float[]{1};
        }
        boolean cubic = rules.interpolation == Interpolation.CUBIC;
        int reach = (int) -Math.floor((cubic ? -2 : -1) / stretch);
        double[] weights = new double[2 * reach];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            long tap = floor + 1 - reach + j;
            double distance = Math.abs(1 - reach + j - fraction) * stretch;
            boolean counts = !rules.excludeOutside || 0 <= tap && tap < in;
            weights[j] = !counts ? 0 : cubic ? spline(distance) : Math.max(0, 1 - distance);
            sum += weights[j];
        }
        double divisor = (stretch < 1 || rules.excludeOutside) && sum != 0 ? sum : 1;
        first = Math.clamp(floor + 1 - reach, 0, in - 1);
        double[] within = new double[Math.clamp(floor + reach, 0, in - 1) - first + 1];
        for (int j = 0; j < weights.length; j++) {
            within[Math.clamp(floor + 1 - reach + j - first, 0, within.length - 1)] += weights[j] / divisor;
        }
        float[] row = new float[within.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) within[j];
        }
        return row;
    }

    /** Splits the coordinate of an output. */
    private void locate(int o) {
        inside = true;
        if (line != null) {
            long numerator = line[0] * o + line[1];
            floor = Math.floorDiv(numerator, line[2]);
            fraction = (double) Math.floorMod(numerator, line[2]) / line[2];
            return;
        }
        double c = out > 1
                ? (start * (out - 1 - o) + end * o) * (in - 1) / (out - 1)
                : (start + end) / 2 * (in - 1);
        inside = 0 <= c && c <= in - 1;
        floor = (long) Math.floor(c);
        fraction = c - floor;
    }

    private boolean up() {
        return switch (rules.rounding) {
            case ROUND_PREFER_FLOOR -> fraction > 0.5;
            case ROUND_PREFER_CEIL -> fraction >= 0.5;
            case FLOOR -> false;
            case CEIL -> fraction > 0;
        };
    }

    /** Written so that it is exactly 0 at 1 and 2. */
    private double spline(double x) {
        double a = rules.cubicCoefficient;
        return x <= 1
                ? 1 + x * x * ((a + 2) * (x - 1) - 1)
                : x < 2 ? a * (x - 1) * (x - 2) * (x - 2) : 0;
    }
}
