package lanewise.bench.peers;

import lanewise.core.Layout;

/**
 * What holds for all layers of a comparison.
 *
 * @param threads  how many threads an engine uses
 * @param layout   order of the tensors on both sides
 * @param winograd whether algorithms are allowed that save multiplications at the price of accuracy
 */
public record PeerSettings(int threads, Layout layout, boolean winograd) {
}
