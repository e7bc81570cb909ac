/** Convolutions as inference engines speak of them: ONNX attributes and tensors in, tensors out. */
package lanewise.bench.onnx;
