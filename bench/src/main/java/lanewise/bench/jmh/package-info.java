/**
 * JMH benchmarks, for numbers with error bars; see {@link lanewise.bench.measure} for comparisons of whole networks.
 */
package lanewise.bench.jmh;
