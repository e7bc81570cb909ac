package lanewise.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Dumoulin &amp; Visin 2016. A transposed convolution is the convolution, at stride 1 and with padding {@code p'}, of
 * its stretched input: {@code stretched} is that convolution's output size.
 */
class RelationshipsTest {
    private static final int MAX = 12;

    @Test
    void relationship01() {
        for (int i = 1; i <= MAX; i++) {
            for (int k = 1; k <= i; k++) {
                assertEquals(i - k + 1, conv(i, k, 1, 0));
            }
        }
    }

    @Test
    void relationship02() {
        for (int i = 1; i <= MAX; i++) {
            for (int p = 0; p <= MAX; p++) {
                for (int k = 1; k <= i + 2 * p; k++) {
                    assertEquals(i - k + 2 * p + 1, conv(i, k, 1, p));
                }
            }
        }
    }

    @Test
    void relationship03() {
        for (int i = 1; i <= MAX; i++) {
            for (int n = 0; n <= 5; n++) {
                Axis axis = Axis.conv(i, 2 * n + 1, 1, 1, Border.HALF);
                assertEquals(new Axis(i, i, 2 * n + 1, 1, 1, n, n), axis);
            }
        }
    }

    @Test
    void relationship04() {
        for (int i = 1; i <= MAX; i++) {
            for (int k = 1; k <= 2 * MAX; k++) {
                Axis axis = Axis.conv(i, k, 1, 1, Border.FULL);
                assertEquals(new Axis(i, i + k - 1, k, 1, 1, k - 1, k - 1), axis);
            }
        }
    }

    @Test
    void relationship05() {
        for (int i = 1; i <= MAX; i++) {
            for (int k = 1; k <= i; k++) {
                for (int s = 1; s <= MAX; s++) {
                    assertEquals((i - k) / s + 1, conv(i, k, s, 0));
                }
            }
        }
    }

    @Test
    void relationship06() {
        for (int i = 1; i <= MAX; i++) {
            for (int p = 0; p <= 5; p++) {
                for (int k = 1; k <= i + 2 * p; k++) {
                    for (int s = 1; s <= 5; s++) {
                        assertEquals((i + 2 * p - k) / s + 1, conv(i, k, s, p));
                    }
                }
            }
        }
        assertEquals(3, conv(5, 3, 2, 1));
        assertEquals(3, conv(6, 3, 2, 1));
    }

    @Test
    void relationship07() {
        for (int i = 1; i <= MAX; i++) {
            for (int k = 1; k <= i; k++) {
                int read = conv(i, k, 1, 0);
                assertEquals(read + k - 1, transposed(read, k, 1, 0, 0));
                assertEquals(read + k - 1, stretched(read, k, 1, k - 1, 0));
                assertEquals(i, read + k - 1);
            }
        }
    }

    @Test
    void relationship08() {
        for (int i = 1; i <= MAX; i++) {
            for (int k = 1; k <= i; k++) {
                for (int p = 0; p < k; p++) {
                    int read = conv(i, k, 1, p);
                    assertEquals(read + k - 1 - 2 * p, transposed(read, k, 1, p, 0));
                    assertEquals(read + k - 1 - 2 * p, stretched(read, k, 1, k - p - 1, 0));
                    assertEquals(i, read + k - 1 - 2 * p);
                }
            }
        }
    }

    @Test
    void relationship09() {
        for (int i = 1; i <= MAX; i++) {
            for (int n = 0; n <= 5; n++) {
                Axis axis = Axis.transposed(i, 2 * n + 1, 1, 1, Border.HALF, 0);
                assertEquals(new Axis(i, i, 2 * n + 1, 1, 1, n, n), axis);
                assertEquals(i, stretched(i, 2 * n + 1, 1, n, 0));
            }
        }
    }

    @Test
    void relationship10() {
        for (int k = 1; k <= MAX; k++) {
            for (int i = k; i <= k + MAX; i++) {
                Axis axis = Axis.transposed(i, k, 1, 1, Border.FULL, 0);
                assertEquals(new Axis(i - (k - 1), i, k, 1, 1, k - 1, k - 1), axis);
                assertEquals(i - (k - 1), stretched(i, k, 1, 0, 0));
            }
        }
    }

    @Test
    void relationship11() {
        for (int k = 1; k <= 6; k++) {
            for (int s = 1; s <= 5; s++) {
                for (int read = 1; read <= MAX; read++) {
                    int i = s * (read - 1) + k;
                    assertEquals(read, conv(i, k, s, 0));
                    assertEquals(i, transposed(read, k, s, 0, 0));
                    assertEquals(i, stretched(read, k, s, k - 1, 0));
                }
            }
        }
    }

    @Test
    void relationship12() {
        for (int k = 1; k <= 6; k++) {
            for (int p = 0; p < k; p++) {
                for (int s = 1; s <= 5; s++) {
                    for (int read = 1; read <= MAX; read++) {
                        int i = s * (read - 1) + k - 2 * p;
                        if (i >= 1) {
                            assertEquals(read, conv(i, k, s, p));
                            assertEquals(i, transposed(read, k, s, p, 0));
                            assertEquals(i, stretched(read, k, s, k - p - 1, 0));
                        }
                    }
                }
            }
        }
    }

    @Test
    void relationship13() {
        for (int i = 1; i <= MAX; i++) {
            for (int p = 0; p <= 4; p++) {
                for (int k = p + 1; k <= i + 2 * p; k++) {
                    for (int s = 1; s <= 5; s++) {
                        int a = (i + 2 * p - k) % s;
                        int read = conv(i, k, s, p);
                        assertEquals(a, Axis.conv(i, k, s, 1, p, p).slack());
                        assertEquals(s * (read - 1) + a + k - 2 * p, transposed(read, k, s, p, a));
                        assertEquals(i, transposed(read, k, s, p, a));
                        assertEquals(i, stretched(read, k, s, k - p - 1, a));
                    }
                }
            }
        }
        assertEquals(9, transposed(3, 4, 2, 0, 1));
    }

    @Test
    void relationship14() {
        for (int i = 1; i <= MAX; i++) {
            for (int p = 0; p <= 5; p++) {
                for (int k = 1; k <= 5; k++) {
                    for (int d = 1; d <= 4; d++) {
                        int effective = k + (k - 1) * (d - 1);
                        for (int s = 1; s <= 4 && effective <= i + 2 * p; s++) {
                            Axis axis = Axis.conv(i, k, s, d, p, p);
                            assertEquals(effective, axis.effectiveKernel());
                            assertEquals((i + 2 * p - k - (k - 1) * (d - 1)) / s + 1, axis.out());
                        }
                    }
                }
            }
        }
        assertEquals(5, Axis.conv(9, 3, 1, 2, 0, 0).effectiveKernel());
    }

    private static int conv(int i, int k, int s, int p) {
        return Axis.conv(i, k, s, 1, p, p).out();
    }

    private static int transposed(int i, int k, int s, int p, int a) {
        return Axis.transposed(i, k, s, 1, p, p, a).in();
    }

    /** Output of a stride-1 convolution of i units stretched by s - 1 zeros, padded by p and, at the end, p + a. */
    private static int stretched(int i, int k, int s, int p, int a) {
        return Axis.conv(s * (i - 1) + 1, k, 1, 1, p, p + a).out();
    }
}
