/**
 * Other engines as contenders. What is here knows none of them: they are providers of
 * {@link lanewise.bench.peers.PeerEngine}, built and fetched only when they are asked for.
 */
package lanewise.bench.peers;
