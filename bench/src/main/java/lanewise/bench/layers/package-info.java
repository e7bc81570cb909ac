/** Layers of real networks: read from a file, filled with data, run by whoever wants to be compared. */
package lanewise.bench.layers;
