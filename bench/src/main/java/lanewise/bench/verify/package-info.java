/**
 * Checks of correctness: other projects' conformance cases, and every algorithm against the scalar core on real
 * layers.
 */
package lanewise.bench.verify;
