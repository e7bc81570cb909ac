package lanewise.bench.layers;

/** A file of three layers small enough for tests: a plane, a transposed signal, a volume. */
public final class SmallLayers {
    /** Its content. */
    public static final String TEXT = """
            name,op,batch,groups,in_channels,in_d,in_h,in_w,out_channels,k_d,k_h,k_w,stride_d,stride_h,stride_w,\
            pad_d,pad_h,pad_w,dil_d,dil_h,dil_w,outpad_d,outpad_h,outpad_w
            plane,conv,1,1,3,1,9,8,4,1,3,3,1,2,2,0,1,1,1,1,1,0,0,0

            sound,conv_transpose,2,1,4,1,1,6,2,1,1,4,1,1,2,0,0,1,1,1,1,0,0,0
            volume,conv,1,2,4,3,4,5,2,2,3,3,1,1,1,0,1,1,1,1,1,0,0,0
            """;

    private SmallLayers() {
    }
}
