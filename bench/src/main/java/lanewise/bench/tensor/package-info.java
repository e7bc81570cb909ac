/** Tensors, and the files they come from and go to. */
package lanewise.bench.tensor;
