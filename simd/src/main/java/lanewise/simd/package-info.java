/**
 * Convolution algorithms on the Vector API.
 *
 * <pre>
 *     in ── {@link lanewise.simd.Stage} ──► dense sub-images ── {@link lanewise.simd.Panels} ──► B panel ┐
 *                                                                                                       ├─ register tile ─► C ── {@link lanewise.simd.Sink} ──► out
 *     weights ── bind (once) ─────────────────────────────────────────────────────────► A panels ───────┘
 * </pre>
 *
 * <p>{@link lanewise.simd.Lattice} turns FORWARD and TRANSPOSE into one shape: results on a lattice, each a sum over taps of
 * shifted operand positions. Padding, stride, dilation, rank and memory layout exist in the stage and the sink only. An
 * algorithm is one {@link lanewise.core.spi.Kernel} and one line in
 * {@link lanewise.simd.Algorithms}.
 */
package lanewise.simd;
