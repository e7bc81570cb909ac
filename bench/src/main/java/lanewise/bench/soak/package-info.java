/**
 * Properties that hold for every matrix, checked on random ones for as long as somebody cares to wait.
 */
package lanewise.bench.soak;
