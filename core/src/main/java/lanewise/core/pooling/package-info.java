/** Pooling and unpooling, planned as {@linkplain lanewise.core.TensorFunction functions of tensors}. */
package lanewise.core.pooling;
