/**
 * Operations that move elements and compute nothing or little: blocks to channels and back, zero insertion, padding, and the
 * explicit form of a convolution's operand; planned as {@linkplain lanewise.core.TensorFunction functions of tensors}.
 */
package lanewise.core.rearrange;
