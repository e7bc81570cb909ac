package lanewise.core.rearrange;

/** Which channel of the small tensor an element of a block belongs to, in ONNX's words; S is the number of elements of a block. */
public enum BlockOrder {
    /** Depth, column, row: element s of channel c is in channel {@code s·C + c}. */
    DCR,
    /** Column, row, depth: element s of channel c is in channel {@code c·S + s}, as PyTorch's PixelShuffle has it. */
    CRD
}
