package lanewise.core.reference;

import lanewise.core.spi.Rows;

/** The definition of {@link Rows}, in scalar code. */
public final class ScalarRows implements Rows {
    /** Stateless, therefore the only one. */
    public static final Rows INSTANCE = new ScalarRows();

    private ScalarRows() {
    }

    @Override
    public void max(float[] from, int[] offsets, int first, int count, boolean onto, int step, int fromPitch,
            float[] to, int at, int toPitch, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            int target = at + r * toPitch;
            for (int j = 0; j < count; j++) {
                int row = offsets[first + j] + r * fromPitch;
                for (int i = 0; i < n; i++) {
                    float value = from[row + step * i];
                    to[target + i] = onto || j > 0 ? Math.max(to[target + i], value) : value;
                }
            }
        }
    }

    @Override
    public void sum(float[] from, int[] offsets, int first, int count, boolean onto, int fromPitch, float[] to, int at,
            int toPitch, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            int target = at + r * toPitch;
            for (int j = 0; j < count; j++) {
                int row = offsets[first + j] + r * fromPitch;
                for (int i = 0; i < n; i++) {
                    float sum = j > 0 ? to[target + i] : onto ? 0 + to[target + i] : 0;
                    to[target + i] = sum + from[row + i];
                }
            }
        }
    }

    @Override
    public void weighted(float[] from, int[] offsets, int first, float[] weights, int firstWeight, int count,
            int fromPitch, float[] to, int at, int toPitch, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                float sum = 0;
                for (int j = 0; j < count; j++) {
                    sum = Math.fma(weights[firstWeight + j], from[offsets[first + j] + r * fromPitch + i], sum);
                }
                to[at + r * toPitch + i] = sum;
            }
        }
    }

    @Override
    public void between(float[] from, int row0, int row1, int fromPitch, float[] weights, int firstWeight,
            int weightPitch, int count, float[] to, int at, int pitch, int toPitch, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < count; p++) {
                float weight0 = weights[firstWeight + p * weightPitch];
                float weight1 = weights[firstWeight + p * weightPitch + 1];
                for (int i = 0; i < n; i++) {
                    float sum = Math.fma(weight0, from[row0 + r * fromPitch + i], 0);
                    to[at + r * toPitch + p * pitch + i] = Math.fma(weight1, from[row1 + r * fromPitch + i], sum);
                }
            }
        }
    }

    @Override
    public void interpolate(float[] from, int start, int fromPitch, float[] first, float[] weights, float[] to, int at,
            int toPitch, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                int x = start + r * fromPitch + (int) first[i];
                to[at + r * toPitch + i] = weights[n + i] == 0
                        ? from[x]
                        : Math.fma(weights[n + i], from[x + 1], Math.fma(weights[i], from[x], 0));
            }
        }
    }

    @Override
    public void maxAlong(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            float greatest = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < taps; k++) {
                if (inside(columns[i] + step * k - before, width)) {
                    greatest = Math.max(greatest, from[start + i + step * k]);
                }
            }
            to[at + i] = greatest;
        }
    }

    @Override
    public void averageAlong(float[] from, int start, int taps, int step, int before, float[] columns, int width,
            float[] divisors, int first, float[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int k = 0; k < taps; k++) {
                if (inside(columns[i] + step * k - before, width)) {
                    sum += from[start + i + step * k];
                }
            }
            to[at + i] = sum / divisors[first + i];
        }
    }

    private static boolean inside(float column, int width) {
        return column >= 0 && column < width;
    }

    @Override
    public void maxAt(float[] from, int[] offsets, int first, int firstPosition, int count, int step, int fromPitch,
            float[] to, int at, int toPitch, int[] indices, int indexAt, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                int distance = r * fromPitch + step * i;
                float best = from[offsets[first] + distance];
                int index = offsets[firstPosition];
                for (int j = 1; j < count; j++) {
                    float value = from[offsets[first + j] + distance];
                    if (best == best && !(value <= best)) {
                        best = value;
                        index = offsets[firstPosition + j];
                    }
                }
                to[at + r * toPitch + i] = best;
                indices[indexAt + r * toPitch + i] = index + distance;
            }
        }
    }

    @Override
    public void average(float[] from, int[] offsets, int count, int step, int fromPitch, float[] divisors,
            int firstDivisor, float[] to, int at, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                float sum = 0;
                for (int j = 0; j < count; j++) {
                    sum += from[offsets[j] + r * fromPitch + step * i];
                }
                to[at + r * n + i] = sum / divisors[firstDivisor + r * n + i];
            }
        }
    }

    @Override
    public void divide(float[] row, int at, float divisor, int n) {
        for (int i = at; i < at + n; i++) {
            row[i] /= divisor;
        }
    }

    @Override
    public void split(float[] from, int start, int stride, int fromPitch, float[] to, int at, int pitch, int toPitch,
            int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < stride; p++) {
                for (int i = 0; i < n; i++) {
                    to[at + r * toPitch + p * pitch + i] = from[start + r * fromPitch + stride * i + p];
                }
            }
        }
    }

    @Override
    public void interleave(float[] from, int[] offsets, int first, int count, int fromPitch, float[] to, int at,
            int toPitch, int n, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < count; j++) {
                int row = offsets[first + j] + r * fromPitch;
                int target = at + r * toPitch + j;
                for (int i = 0; i < n; i++) {
                    to[target + count * i] = from[row + i];
                }
            }
        }
    }

    @Override
    public void repeat(float[] from, int start, int fromPitch, int across, int down, float[] to, int at, int toPitch,
            int n, int rows) {
        for (int r = 0; r < rows * down; r++) {
            for (int j = 0; j < across; j++) {
                for (int i = 0; i < n; i++) {
                    to[at + r * toPitch + across * i + j] = from[start + r / down * fromPitch + i];
                }
            }
        }
    }

    @Override
    public boolean spread(float[] from, int start, int[] indices, int first, int across, int down, float[] to, int at,
            int position, int n, int rows) {
        int placed = 0;
        for (int r = 0, e = 0; r < rows * down; r++) {
            for (int i = 0; i < n; i++) {
                int source = r / down * n + i;
                for (int j = 0; j < across; j++, e++) {
                    boolean here = indices[first + source] == position + e;
                    to[at + e] = here ? from[start + source] : 0;
                    placed += here ? 1 : 0;
                }
            }
        }
        return placed == rows * n;
    }

    @Override
    public void maxLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                int lane = at + LANES * r + i % LANES;
                to[lane] = Math.max(to[lane], from[start + r * pitch + i]);
            }
        }
    }

    @Override
    public void sumLanes(float[] from, int start, int pitch, int rows, int n, float[] to, int at) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                to[at + LANES * r + i % LANES] += from[start + r * pitch + i];
            }
        }
    }

    @Override
    public void maxHalves(float[] lanes, int half, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = half * r; i < half * r + half; i++) {
                lanes[i] = Math.max(lanes[half * r + i], lanes[half * r + half + i]);
            }
        }
    }

    @Override
    public void sumHalves(float[] lanes, int half, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = half * r; i < half * r + half; i++) {
                lanes[i] = lanes[half * r + i] + lanes[half * r + half + i];
            }
        }
    }
}
