/** Operations without weights, as ONNX nodes of published networks, timed against the bandwidth of memory. */
package lanewise.bench.nodes;
