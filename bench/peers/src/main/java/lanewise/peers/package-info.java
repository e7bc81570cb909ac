/** Native engines behind {@link lanewise.bench.peers.PeerEngine}, each prepared as its documentation recommends. */
package lanewise.peers;
