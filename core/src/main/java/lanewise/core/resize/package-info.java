/** Resizing by interpolation, planned as {@linkplain lanewise.core.TensorFunction functions of tensors}. */
package lanewise.core.resize;
