package lanewise.simd;

import lanewise.core.Epilogue;

/** The transforms of {@link Winograd4x3}, {@link Winograd2x3}, {@link Winograd3x2} and {@link WinogradColumns} in scalars, tile by tile, with the same bits. */
final class ScalarWinograd {
    private ScalarWinograd() {
    }

    /** {@link Winograd4x3#input} for tiles of either size. */
    static void input(int tile, float[] from, int at, int plane, int rowStep, int channels, int[] runs, int runAt,
            int vectors, float[] buffer, int bufferAt, float[] v, int vAt, int productStep, int channelStep) {
        int window = tile + 2;
        int lanes = vectors * Lanes.COUNT;
        for (int i = 0; i < channels * lanes; i++) {
            int c = i / lanes;
            int lane = i % lanes;
            int run = tile == Winograd4x3.TILE ? run(lane) : lane / Winograd.RUN;
            int inRun = tile == Winograd4x3.TILE ? inRun(lane) : lane % Winograd.RUN;
            int pixel = at + c * plane + runs[runAt + run] + inRun * tile;
            for (int h = 0; h < window; h++) {
                for (int w = 0; w < window; w++) {
                    buffer[bufferAt + h * window + w] = from[pixel + h * rowStep + w];
                }
                input(tile, buffer, bufferAt + h * window, 1);
            }
            for (int w = 0; w < window; w++) {
                input(tile, buffer, bufferAt + w, window);
            }
            int to = vAt + c * channelStep + lane;
            for (int product = 0; product < window * window; product++) {
                v[to + product * productStep] = buffer[bufferAt + product];
            }
        }
    }

    /** The run of tiles that a lane of {@link Winograd4x3} is of. */
    private static int run(int lane) {
        return lane / Lanes.COUNT * Winograd.RUNS + lane % Winograd.RUNS;
    }

    /** Which of a run's tiles a lane of {@link Winograd4x3} is. */
    private static int inRun(int lane) {
        return lane % Lanes.COUNT / Winograd.RUNS;
    }

    /** {@link Winograd3x2#input}. */
    static void inputOfThree(float[] floats, int at, int plane, int channels, int width, boolean tall, int tiles,
            int skip, int columns, int buffer, int vAt, int k, int channel, int productStep) {
        int rows = tall ? Winograd3x2.WINDOW : 1;
        int panels;
        for (int panel = 0; panel < columns; panel += panels) {
            panels = RegisterTile.nextPanel(columns - panel);
            for (int i = 0; i < channels * panels; i++) {
                int tile = skip + panel + i % panels;
                int pixel = at + i / panels * plane + tile / tiles * (tall ? Winograd3x2.TILE : 1) * width
                        + tile % tiles * Winograd3x2.TILE;
                for (int h = 0; h < rows; h++) {
                    for (int w = 0; w < Winograd3x2.WINDOW; w++) {
                        floats[buffer + h * Winograd3x2.WINDOW + w] = floats[pixel + h * width + w];
                    }
                    input(Winograd2x3.TILE, floats, buffer + h * Winograd3x2.WINDOW, 1);
                }
                for (int w = 0; tall && w < Winograd3x2.WINDOW; w++) {
                    input(Winograd2x3.TILE, floats, buffer + w, Winograd3x2.WINDOW);
                }
                for (int product = 0; product < rows * Winograd3x2.WINDOW; product++) {
                    floats[vAt + panel * k + channel * panels + i + product * productStep] = floats[buffer + product];
                }
            }
        }
    }

    /** {@link Winograd3x2#output}. */
    static void outputOfThree(float[] floats, int mAt, int productStep, int channelStep, int channels, int taps,
            int across, int buffer, int yAt, int rowStep, int yChannelStep) {
        int rows = taps > 0 ? Winograd3x2.TILE : 1;
        for (int i = 0; i < channels * Lanes.COUNT; i++) {
            int c = i / Lanes.COUNT;
            int lane = i % Lanes.COUNT;
            int products = (taps > 0 ? 2 + taps : 1) * Winograd3x2.WINDOW;
            for (int product = 0; product < products; product++) {
                floats[buffer + product] = floats[mAt + c * channelStep + lane + product * productStep];
            }
            for (int w = 0; taps > 0 && w < 2 + across; w++) {
                outputOfThree(taps, floats, buffer + w, Winograd3x2.WINDOW);
            }
            for (int h = 0; h < rows; h++) {
                outputOfThree(across, floats, buffer + h * Winograd3x2.WINDOW, 1);
                for (int w = 0; w < Winograd3x2.TILE; w++) {
                    floats[yAt + c * yChannelStep + h * rowStep + lane * Winograd3x2.TILE + w] =
                            floats[buffer + h * Winograd3x2.WINDOW + w];
                }
            }
        }
    }

    /** {@link WinogradColumns#input}. */
    static void inputOfColumns(int side, float[] floats, int at, int plane, int channels, int width, boolean tall,
            int tiles, int tileRows, int buffer, int vAt, int columns, int productStep) {
        int rows = tall ? Winograd3x2.WINDOW : 1;
        for (int i = 0; i < channels * tileRows * tiles; i++) {
            int tile = i % (tileRows * tiles);
            int pixel = at + i / (tileRows * tiles) * plane + tile / tiles * (tall ? side : 1) * width
                    + tile % tiles * side;
            for (int h = 0; h < rows; h++) {
                for (int w = 0; w < Winograd3x2.WINDOW; w++) {
                    floats[buffer + h * Winograd3x2.WINDOW + w] = floats[pixel + h * width + w];
                }
                input(Winograd2x3.TILE, floats, buffer + h * Winograd3x2.WINDOW, 1);
            }
            for (int w = 0; tall && w < Winograd3x2.WINDOW; w++) {
                input(Winograd2x3.TILE, floats, buffer + w, Winograd3x2.WINDOW);
            }
            for (int product = 0; product < rows * Winograd3x2.WINDOW; product++) {
                floats[vAt + i / (tileRows * tiles) * columns + tile + product * productStep] =
                        floats[buffer + product];
            }
        }
    }

    /** {@link WinogradColumns#output}. */
    static void outputOfColumns(int side, float[] floats, int mAt, int productStep, int tiles, int width, boolean tall,
            int buffer, int yAt, int rowStep, int step) {
        int products = Winograd3x2.WINDOW * (tall ? Winograd3x2.WINDOW : 1);
        for (int i = tiles * width - 1; i >= 0; i--) {
            for (int product = 0; product < products; product++) {
                floats[buffer + product] = floats[mAt + i + product * productStep];
            }
            for (int w = 0; tall && w < Winograd3x2.WINDOW; w++) {
                outputOfColumn(side, floats, buffer + w, Winograd3x2.WINDOW);
            }
            for (int h = 0; h < (tall ? side : 1); h++) {
                outputOfColumn(side, floats, buffer + h * Winograd3x2.WINDOW, 1);
                for (int w = 0; w < side; w++) {
                    floats[yAt + h * rowStep + (side * (i / width) + w) * step + i % width] =
                            floats[buffer + h * Winograd3x2.WINDOW + w];
                }
            }
        }
    }

    /** {@link Winograd4x3#output}. */
    static void outputOfFour(float[] m, int mAt, int productStep, int channelStep, Epilogue bias, int channel,
            int channels, float[] buffer, int bufferAt, float[] y, int yAt, int rowStep, int yChannelStep, int[] table,
            int toAt, int countAt) {
        for (int i = 0; i < channels * Lanes.COUNT; i++) {
            int c = i / Lanes.COUNT;
            int run = run(i % Lanes.COUNT);
            int first = inRun(i) * Winograd4x3.TILE;
            output(Winograd4x3.TILE, m, mAt + c * channelStep + i % Lanes.COUNT, productStep, buffer, bufferAt);
            int to = yAt + c * yChannelStep + table[toAt + run] + first;
            int count = Math.min(Winograd4x3.TILE, table[countAt + run] - first);
            for (int h = 0; h < Winograd4x3.TILE; h++) {
                for (int w = 0; w < count; w++) {
                    y[to + h * rowStep + w] =
                            buffer[bufferAt + h * Winograd4x3.WINDOW + w] + bias.bias(channel + c);
                }
            }
        }
    }

    /** {@link Winograd2x3#output}. */
    static void outputOfTwo(float[] m, int mAt, int productStep, int channelStep, int channels, float[] buffer,
            int bufferAt, float[] y, int yAt, int rowStep, int yChannelStep) {
        for (int i = 0; i < channels * Lanes.COUNT; i++) {
            int c = i / Lanes.COUNT;
            int lane = i % Lanes.COUNT;
            output(Winograd2x3.TILE, m, mAt + c * channelStep + lane, productStep, buffer, bufferAt);
            for (int h = 0; h < Winograd2x3.TILE; h++) {
                int to = yAt + c * yChannelStep + h * rowStep + lane * Winograd2x3.TILE;
                y[to] = buffer[bufferAt + h * Winograd2x3.WINDOW];
                y[to + 1] = buffer[bufferAt + h * Winograd2x3.WINDOW + 1];
            }
        }
    }

    /** {@link WinogradRow4x3#input}. */
    static void inputOfRow(float[] from, int at, int plane, int channels, int[] runs, int runAt, int vectors, float[] v,
            int vAt, int productStep, int channelStep) {
        int lanes = vectors * Lanes.COUNT;
        for (int i = 0; i < channels * lanes; i++) {
            int c = i / lanes;
            int lane = i % lanes;
            int pixel = at + c * plane + runs[runAt + run(lane)] + inRun(lane) * Winograd4x3.TILE;
            int to = vAt + c * channelStep + lane;
            for (int w = 0; w < Winograd4x3.WINDOW; w++) {
                v[to + w * productStep] = from[pixel + w];
            }
            input(Winograd4x3.TILE, v, to, productStep);
        }
    }

    /** {@link WinogradRow4x3#output}; the products are overwritten. */
    static void outputOfRow(float[] m, int mAt, int productStep, int channelStep, Epilogue bias, int channel,
            int channels, float[] y, int yAt, int yChannelStep, int[] table, int toAt, int countAt) {
        for (int i = 0; i < channels * Lanes.COUNT; i++) {
            int c = i / Lanes.COUNT;
            int run = run(i % Lanes.COUNT);
            int first = inRun(i) * Winograd4x3.TILE;
            int from = mAt + c * channelStep + i % Lanes.COUNT;
            output(Winograd4x3.TILE, m, from, productStep);
            int to = yAt + c * yChannelStep + table[toAt + run] + first;
            int count = Math.min(Winograd4x3.TILE, table[countAt + run] - first);
            for (int w = 0; w < count; w++) {
                y[to + w] = m[from + w * productStep] + bias.bias(channel + c);
            }
        }
    }

    /** Leaves the results of one tile in the corner of its window. */
    private static void output(int tile, float[] m, int mAt, int productStep, float[] buffer, int bufferAt) {
        int window = tile + 2;
        for (int product = 0; product < window * window; product++) {
            buffer[bufferAt + product] = m[mAt + product * productStep];
        }
        for (int w = 0; w < window; w++) {
            output(tile, buffer, bufferAt + w, window);
        }
        for (int h = 0; h < tile; h++) {
            output(tile, buffer, bufferAt + h * window, 1);
        }
    }

    /** {@code x = Bᵀ·x} of one row or column of a window. */
    private static void input(int tile, float[] x, int at, int step) {
        float d0 = x[at];
        float d1 = x[at + step];
        float d2 = x[at + 2 * step];
        float d3 = x[at + 3 * step];
        if (tile == Winograd2x3.TILE) {
            x[at] = d0 - d2;
            x[at + step] = d1 + d2;
            x[at + 2 * step] = d2 - d1;
            x[at + 3 * step] = d1 - d3;
            return;
        }
        float d4 = x[at + 4 * step];
        float d5 = x[at + 5 * step];
        float a = Math.fma(-4f, d2, d4);
        float b = Math.fma(-4f, d1, d3);
        float e = d4 - d2;
        float f = d3 - d1;
        x[at] = Math.fma(4f, d0, Math.fma(-5f, d2, d4));
        x[at + step] = a + b;
        x[at + 2 * step] = a - b;
        x[at + 3 * step] = e + (f + f);
        x[at + 4 * step] = e - (f + f);
        x[at + 5 * step] = Math.fma(4f, d1, Math.fma(-5f, d3, d5));
    }

    /** {@code x = Aᵀ·x} of one row or column of a window. */
    private static void output(int tile, float[] x, int at, int step) {
        float m0 = x[at];
        float m1 = x[at + step];
        float m2 = x[at + 2 * step];
        float m3 = x[at + 3 * step];
        if (tile == Winograd2x3.TILE) {
            x[at] = m0 + (m1 + m2);
            x[at + step] = m1 - m2 - m3;
            return;
        }
        float m4 = x[at + 4 * step];
        float p = m1 + m2;
        float q = m1 - m2;
        float r = m3 + m4;
        float s = m3 - m4;
        x[at] = m0 + p + r;
        x[at + step] = Math.fma(2f, s, q);
        x[at + 2 * step] = Math.fma(4f, r, p);
        x[at + 3 * step] = Math.fma(8f, s, q) + x[at + 5 * step];
    }

    private static void outputOfColumn(int side, float[] x, int at, int step) {
        if (side == Winograd3x2.TILE) {
            outputOfThree(2, x, at, step);
        } else {
            output(side, x, at, step);
        }
    }

    /** {@code x = Aᵀ·x} of one row or column of {@link Winograd3x2}. */
    private static void outputOfThree(int taps, float[] x, int at, int step) {
        float m1 = x[at + step];
        float sum = m1 + x[at + 2 * step];
        x[at] = x[at] + sum;
        x[at + step] = m1 - x[at + 2 * step];
        x[at + 2 * step] = taps > 1 ? sum - x[at + 3 * step] : sum;
    }
}
