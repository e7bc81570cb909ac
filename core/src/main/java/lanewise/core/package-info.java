/**
 * The API: {@link lanewise.core.Axis} → {@link lanewise.core.ConvSpec} → {@link lanewise.core.Plan} → bind →
 * {@link lanewise.core.Operator#run run}.
 *
 * <p>A convolution with fixed geometry is a sparse matrix C. FORWARD multiplies by C, TRANSPOSE by Cᵀ ("deconvolution",
 * the data gradient), WEIGHTS differentiates by the weights. Sizes are elements, tensors are float32. Bad input is
 * refused with an {@link java.lang.IllegalArgumentException} that names the parameter, its value and the bound, before
 * anything is written.
 */
package lanewise.core;
