package lanewise.core;

import static lanewise.core.ErrorsPage.Row.absent;
import static lanewise.core.ErrorsPage.Row.refused;
import static lanewise.core.ErrorsPage.Row.thrown;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lanewise.core.ErrorsPage.Row;
import lanewise.core.reference.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is refused with a message that names the parameter, its value and the bound. */
class RejectionTest {
    private static final int MAX = Integer.MAX_VALUE;
    private static final ByteOrder FOREIGN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
            ? ByteOrder.LITTLE_ENDIAN
            : ByteOrder.BIG_ENDIAN;
    private static final ConvSpec SPEC = ConvSpec.conv(2, 3, 4).kernel(2).build();
    private static final Operator OPERATOR = Plan.forward(SPEC).bind(Filter.of(new float[12]));
    private static final Operator ADDING =
            Plan.forward(SPEC).bind(Filter.of(new float[12]), Epilogue.none().addResidual());
    private static final WeightGradient GRADIENT = WeightGradient.of(SPEC);
    private static final Runner RUNNER = Runner.sequential();

    @ParameterizedTest(name = "{0}")
    @MethodSource({"axes", "specs", "builders", "views", "weightsAndBias", "options", "operands", "streams",
            "references"})
    void isRefused(Row row) throws Throwable {
        row.holds();
    }

    @Test
    void thePageSaysSo() throws IOException {
        ErrorsPage.check(RejectionTest.class,
                Map.of("axes", axes(), "specs", specs(), "builders", builders(), "options", options(),
                        "weightsAndBias", weightsAndBias(), "views", views(), "operands", operands(), "streams",
                        streams(), "references", references()));
    }

    static Stream<Row> axes() {
        return Stream.of(refused("in must be at least 1, but is 0", () -> new Axis(0, 1, 1, 1, 1, 0, 0)),
                refused("out must be between 1 and 4, but is 0", () -> new Axis(4, 0, 1, 1, 1, 0, 0)),
                refused("out must be between 1 and 4, but is 5", () -> new Axis(4, 5, 1, 1, 1, 0, 0)),
                refused("kernel must be at least 1, but is 0", () -> new Axis(4, 1, 0, 1, 1, 0, 0)),
                refused("stride must be at least 1, but is -1", () -> new Axis(4, 1, 1, -1, 1, 0, 0)),
                refused("dilation must be at least 1, but is 0", () -> new Axis(4, 1, 1, 1, 0, 0, 0)),
                refused("padLo must be at least 0, but is -1", () -> new Axis(4, 1, 1, 1, 1, -1, 0)),
                refused("padHi must be at least 0, but is -2", () -> new Axis(4, 1, 1, 1, 1, 0, -2)),
                refused("in + padLo + padHi must be at most 2147483647, but is 2147483648",
                        () -> new Axis(1, 1, 1, 1, 1, MAX, 0)),
                refused("in must be at least 1, but is -3", () -> Axis.conv(-3, 1, 1, 1, 0, 0)),
                refused("padLo must be at least 0, but is -1", () -> Axis.conv(3, 1, 1, 1, -1, 0)),
                refused("in must be at least 1, but is 0", () -> Axis.conv(0, 1, 1, 1, Border.SAME_UPPER)),
                refused("stride must be at least 1, but is 0", () -> Axis.conv(3, 1, 0, 1, Border.SAME_LOWER)),
                refused("kernel must fit the padded input, but its effective size 5 exceeds 4: "
                        + "the output would be empty", () -> Axis.conv(2, 3, 1, 2, 1, 1)),
                refused("kernel must fit the padded input, but its effective size 4611686011984936963 exceeds "
                        + "4294967295: the output would be empty", () -> Axis.conv(1, MAX, 1, MAX, MAX, MAX)),
                refused("padLo must be at most 2147483647, but is 1152921502459363329",
                        () -> Axis.conv(1, MAX, 1, MAX / 2, Border.SAME_UPPER)),
                refused("padding must be at most 2147483647, but is 4611686011984936962",
                        () -> Axis.conv(1, MAX, 1, MAX, Border.FULL)),
                refused("outputPadding must be at least 0, but is -1", () -> Axis.transposed(1, 1, 1, 1, 0, 0, -1)),
                refused("outputPadding must be below max(stride, dilation) = 3, but is 3",
                        () -> Axis.transposed(1, 1, 2, 3, 0, 0, 3)),
                refused("padLo + padHi must be below 5, but is 5: the output would be empty",
                        () -> Axis.transposed(2, 3, 2, 1, 3, 2, 0)),
                refused("output size must be at most 2147483647, but is 4294967293",
                        () -> Axis.transposed(MAX, 1, 2, 1, 0, 0, 0)),
                refused("output size must be between 1 and 6 (natural size + stride - 1), but is 0",
                        () -> Axis.transposedTo(2, 3, 2, 1, Border.VALID, 0, 0)),
                refused("output size must be between 1 and 6 (natural size + stride - 1), but is 7",
                        () -> Axis.transposedTo(2, 3, 2, 1, Border.VALID, 0, 7)),
                refused("out must be at most 2147483647, but is 2147483648", () -> Axis.conv(MAX, 1, 1, 1, 1, 0)),
                refused("outputPadding must be below max(stride, dilation) = 1, but is 2147483647",
                        () -> Axis.transposed(1, 1, 1, 1, 0, 0, MAX)),
                refused("padLo must be at least 0, but is -2147483648",
                        () -> Axis.transposed(1, 1, 1, 1, Integer.MIN_VALUE, 0, 0)),
                absent("border", () -> Axis.conv(1, 1, 1, 1, null)),
                absent("border", () -> Axis.transposed(1, 1, 1, 1, null, 0)));
    }

    static Stream<Row> specs() {
        Axis unit = new Axis(1, 1, 1, 1, 1, 0, 0);
        Axis longest = new Axis(MAX, MAX, 1, 1, 1, 0, 0);
        Axis widest = new Axis(1, 1, MAX, 1, 1, MAX - 1, 0);
        return Stream.of(
                refused("batch must be at least 0, but is -1", () -> new ConvSpec(-1, 1, 1, 1, List.of(unit))),
                refused("groups must be at least 1, but is 0", () -> new ConvSpec(1, 0, 1, 1, List.of(unit))),
                refused("inChannels must be at least 0, but is -1", () -> new ConvSpec(1, 1, -1, 1, List.of(unit))),
                refused("outChannels must be at least 0, but is -2", () -> new ConvSpec(1, 1, 1, -2, List.of(unit))),
                refused("inChannels must be a multiple of groups = 2, but is 3",
                        () -> new ConvSpec(1, 2, 3, 4, List.of(unit))),
                refused("outChannels must be a multiple of groups = 2, but is 5",
                        () -> new ConvSpec(1, 2, 4, 5, List.of(unit))),
                refused("axes must be 1 to 3, but are 0", () -> new ConvSpec(1, 1, 1, 1, List.of())),
                refused("axes must be 1 to 3, but are 4",
                        () -> new ConvSpec(1, 1, 1, 1, Collections.nCopies(4, unit))),
                refused("elements of x must be at most 9223372036854775807, but overflows a long",
                        () -> new ConvSpec(1, 1, 1, 1, Collections.nCopies(3, longest))),
                refused("elements of y must be at most 9223372036854775807, but overflows a long",
                        () -> new ConvSpec(1, 1, 1, 3, List.of(longest, longest))),
                refused("elements of w must be at most 9223372036854775807, but overflows a long",
                        () -> new ConvSpec(1, 1, 1, 3, List.of(widest, widest))),
                refused("multiply-adds must be at most 9223372036854775807, but overflows a long",
                        () -> new ConvSpec(1, 1, MAX, MAX, List.of(new Axis(9, 9, 1, 1, 1, 0, 0)))),
                refused("elements of x must be at most 9223372036854775807, but overflows a long",
                        () -> new ConvSpec(MAX, 1, MAX, 1, List.of(longest))),
                refused("outChannels must be a multiple of groups = 2147483647, but is 1",
                        () -> new ConvSpec(1, MAX, 0, 1, List.of(unit))),
                refused("axis 0: scale must be at least 1, but is 0", () -> ResizeConv.nearest(SPEC, 0)),
                refused("scale must have 1 value or 1, but has 2", () -> ResizeConv.nearest(SPEC, 2, 2)),
                refused("axis 0: in must be a multiple of scale = 3, but is 4", () -> ResizeConv.nearest(SPEC, 3)),
                refused("axis 0: stride must be between 1 and 1, but is 2",
                        () -> ResizeConv.nearest(ConvSpec.conv(1, 1, 4).stride(2).build(), 2)),
                refused("axis 0: dilation must be between 1 and 2, but is 3",
                        () -> ResizeConv.nearest(ConvSpec.conv(1, 1, 4).kernel(2).dilation(3).build(), 2)),
                refused("axis 0: padLo must be between 0 and 1, but is 2",
                        () -> ResizeConv.nearest(ConvSpec.conv(1, 1, 4).kernel(2).padding(2).build(), 2)),
                refused("weights must have 12 elements (outChannels 3 × inChannels/groups 2 × taps 2), but have 11",
                        () -> ResizeConv.nearest(SPEC, 2).filter(Filter.of(new float[11]))),
                absent("conv", () -> ResizeConv.nearest(null, 2)),
                absent("axes", () -> new ConvSpec(1, 1, 1, 1, null)),
                absent("axis", () -> new ConvSpec(1, 1, 1, 1, Collections.singletonList(null))));
    }

    static Stream<Row> builders() {
        return Stream.of(refused("axes must be 1 to 3, but are 0", () -> ConvSpec.conv(1, 1)),
                refused("axes must be 1 to 3, but are 4", () -> ConvSpec.convTranspose(1, 1, 2, 2, 2, 2)),
                refused("kernel must have 1 or 2 values, but has 3", () -> ConvSpec.conv(1, 1, 9, 9).kernel(1, 2, 3)),
                refused("stride must have 1 or 3 values, but has 2", () -> ConvSpec.conv(1, 1, 9, 9, 9).stride(1, 2)),
                refused("dilation must have 1 or 1 values, but has 0", () -> ConvSpec.conv(1, 1, 9).dilation()),
                refused("padHi must have 1 or 2 values, but has 0",
                        () -> ConvSpec.conv(1, 1, 9, 9).padding(new int[1], new int[0])),
                refused("outputPadding must be unset for a convolution: it belongs to the transposed one",
                        () -> ConvSpec.conv(1, 1, 9).stride(2).outputPadding(1).build()),
                refused("outputSize must be unset for a convolution: it belongs to the transposed one",
                        () -> ConvSpec.conv(1, 1, 9).outputSize(9).build()),
                refused("axis H: kernel must fit the padded input, but its effective size 5 exceeds 2: "
                        + "the output would be empty", () -> ConvSpec.conv(1, 1, 2, 9).kernel(5).build()),
                refused("axis D: stride must be at least 1, but is 0",
                        () -> ConvSpec.conv(1, 1, 2, 9, 9).stride(0, 1, 1).build()),
                refused("axis W: in must be at least 1, but is 0", () -> ConvSpec.conv(1, 1, 0).build()),
                refused("axis W: outputPadding must be below max(stride, dilation) = 2, but is 2",
                        () -> ConvSpec.convTranspose(1, 1, 3, 3).stride(3, 2).outputPadding(2).build()),
                refused("groups must be at least 1, but is 0", () -> ConvSpec.conv(1, 1, 1).groups(0).build()),
                refused("inChannels must be a multiple of groups = 2, but is 3",
                        () -> ConvSpec.convTranspose(3, 4, 1).groups(2).build()),
                refused("outChannels must be at least 0, but is -1",
                        () -> ConvSpec.convTranspose(3, -1, 1).build()),
                refused("batch must be at least 0, but is -7", () -> ConvSpec.conv(1, 1, 1).batch(-7).build()),
                absent("in", () -> ConvSpec.conv(1, 1, (int[]) null)),
                absent("kernel", () -> ConvSpec.conv(1, 1, 9).kernel((int[]) null)),
                absent("padHi", () -> ConvSpec.conv(1, 1, 9).padding(new int[1], null)),
                absent("mode", () -> ConvSpec.conv(1, 1, 9).padding((Border) null)),
                absent("outputSize", () -> ConvSpec.convTranspose(1, 1, 9).outputSize((int[]) null)));
    }

    static Stream<Row> streams() {
        ConvSpec plane = ConvSpec.conv(2, 3, 4, 4).kernel(1).build();
        SignalStream stream = Plan.forward(SPEC).stream(Filter.of(new float[12]));
        SignalStream stretched = Plan.transpose(ConvSpec.conv(1, 1, 9).kernel(1).stride(9).build())
                .stream(Filter.of(new float[1]));
        Floats readOnly = Floats.of(MemorySegment.ofArray(new float[9]).asReadOnly());
        SignalStream causal = Plan.forward(ConvSpec.conv(2, 2, 9).kernel(3).padding(new int[]{2}, new int[]{0}).build())
                .stream(Filter.of(new float[12]));
        Floats closed = closed(12);
        Floats foreign = foreign(12);
        SignalStream finished = stream.another();
        finished.finish(new float[9], 0, RUNNER);
        float[] values = new float[9];
        return Stream.of(
                refused("spec must have 1 axis to be streamed, but has 2",
                        () -> Plan.forward(plane).stream(Filter.of(new float[6]))),
                refused("weights must have 12 elements (outChannels 3 × inChannels/groups 2 × taps 2), but have 11",
                        () -> Plan.forward(SPEC).stream(Filter.of(new float[11]))),
                refused("bias must have 3 elements, one per channel written, but has 2",
                        () -> Plan.forward(SPEC).stream(Filter.of(new float[12]), Epilogue.of(1, 2))),
                refused("epilogue must add no residual to be streamed, because chunks have other outputs than samples, "
                        + "but does",
                        () -> Plan.forward(SPEC).stream(Filter.of(new float[12]), Epilogue.none().addResidual())),
                refused("samples must be at least 0, but is -1", () -> stream.outputs(-1)),
                refused("samples must be at least 0, but is -2",
                        () -> stream.process(values, 0, -2, values, 0, RUNNER)),
                refused("outputs must be at most 2147483647, but is 2147483655", () -> stretched.outputs(238609295)),
                refused("inOffset must be between 0 and 9, but is 10",
                        () -> stream.process(values, 10, 0, values, 0, RUNNER)),
                refused("outOffset must be between 0 and 9, but is -1",
                        () -> stream.process(values, 0, 0, values, -1, RUNNER)),
                refused("outOffset must be between 0 and 9, but is 11", () -> stream.finish(values, 11, RUNNER)),
                refused("in must have at least 10 elements, but has 9",
                        () -> stream.process(values, 0, 5, new float[99], 0, RUNNER)),
                refused("out must have at least 9 elements, but has 8",
                        () -> stream.process(values, 0, 4, values, 1, RUNNER)),
                refused("out must be writable, but is a read-only segment",
                        () -> stream.process(Floats.of(values), 4, readOnly, RUNNER)),
                refused("out must be writable, but is a read-only segment", () -> stream.finish(readOnly, RUNNER)),
                refused("spec must be a causal convolution to have a state, forward with stride 1 and padLo = 1, but is "
                        + SPEC, () -> stream.save(Floats.of(values))),
                refused("spec must be a causal convolution to have a state, forward with stride 1 and padLo = 0, but is "
                        + "the transpose of 1→1 9→1 k1 s9 d1 p(0,0) g1 n1", () -> stretched.restore(Floats.of(values))),
                refused("state must have at least 4 elements, but has 3",
                        () -> causal.restore(Floats.of(values, 0, 3))),
                refused("state must be writable, but is a read-only segment", () -> causal.save(readOnly)),
                refused("in must be of an open arena, but its arena is closed",
                        () -> stream.process(closed, 4, Floats.of(values), RUNNER)),
                refused("out must be accessible to the calling thread, but is confined to another one",
                        () -> stream.process(Floats.of(values), 4, foreign, RUNNER)),
                refused("out must be of an open arena, but its arena is closed", () -> stream.finish(closed, RUNNER)),
                thrown(IllegalStateException.class,
                        "signal must not be finished, but was after 0 samples; reset() begins the next one",
                        () -> finished.outputs(1)),
                thrown(IllegalStateException.class,
                        "signal must not be finished, but was after 0 samples; reset() begins the next one",
                        () -> finished.finish(values, 0, RUNNER)),
                absent("filter", () -> Plan.forward(SPEC).stream(null)),
                absent("in", () -> stream.process(null, 0, 0, values, 0, RUNNER)),
                absent("out", () -> stream.process(values, 0, 0, null, 0, RUNNER)),
                absent("out", () -> stream.finish(null, RUNNER)),
                absent("runner", () -> stream.finish(values, 0, null)));
    }

    static Stream<Row> references() {
        float[] values = new float[12];
        return Stream.of(
                refused("w must have 12 elements, but has 11", () -> Oracle.forward(SPEC, new float[11], new float[8])),
                refused("y must have 9 elements, but has 8", () -> Oracle.transpose(SPEC, values, new float[8])),
                refused("x must have 8 elements, but has 9", () -> Oracle.weights(SPEC, new float[9], new float[9])));
    }

    static Stream<Row> views() {
        ByteBuffer swapped = ByteBuffer.allocate(8).order(FOREIGN);
        ByteBuffer ragged = ByteBuffer.allocate(7).order(ByteOrder.nativeOrder());
        return Stream.of(
                refused("offset must be between 0 and 4, but is -1", () -> Floats.of(new float[4], -1, 1)),
                refused("offset must be between 0 and 4, but is 5", () -> Floats.of(new float[4], 5, 0)),
                refused("length must be between 0 and 1, but is 2", () -> Floats.of(new float[4], 3, 2)),
                refused("length must be between 0 and 1, but is -1", () -> Floats.of(new float[4], 3, -1)),
                refused("segment's byte size must be a multiple of 4, but is 6",
                        () -> Floats.of(MemorySegment.ofArray(new short[3]))),
                refused("buffer's remaining bytes must be a multiple of 4, but is 7", () -> Floats.of(ragged)),
                refused("buffer's byte order must be " + ByteOrder.nativeOrder() + ", but is " + FOREIGN,
                        () -> Floats.of(swapped)),
                thrown(IndexOutOfBoundsException.class, "Index 4 out of bounds for length 4",
                        () -> Floats.of(new float[4]).get(4)),
                absent("array", () -> Floats.of((float[]) null)),
                absent("array", () -> Floats.of(null, 0, 0)),
                absent("segment", () -> Floats.of((MemorySegment) null)),
                absent("buffer", () -> Floats.of((ByteBuffer) null)));
    }

    static Stream<Row> weightsAndBias() {
        Floats closed = closed(12);
        return Stream.of(
                refused("weights must have 12 elements (outChannels 3 × inChannels/groups 2 × taps 2), but have 11",
                        () -> Plan.forward(SPEC).bind(Filter.of(new float[11]))),
                refused("bias must have 3 elements, one per channel written, but has 2",
                        () -> Plan.forward(SPEC).bind(Filter.of(new float[12]), Epilogue.of(1, 2))),
                refused("bias must have 2 elements, one per channel written, but has 0",
                        () -> Plan.transpose(SPEC).bind(Filter.of(new float[12]), Epilogue.of())),
                refused("clip's lo must be at most hi = 1.0, but is 2.0", () -> Activation.clip(2, 1)),
                refused("clip's lo must be at most hi = 1.0, but is NaN", () -> Activation.clip(Float.NaN, 1)),
                refused("clip's lo must be at most hi = NaN, but is 1.0", () -> Activation.clip(1, Float.NaN)),
                refused("leakyRelu's slope must be a number, but is NaN", () -> Activation.leakyRelu(Float.NaN)),
                refused("spec must keep groups, channels, kernel, stride and dilation of " + SPEC + ", but is "
                        + "2→3 4→3 k2 s2 d1 p(1,1) g1 n1",
                        () -> OPERATOR.withSpec(ConvSpec.conv(2, 3, 4).kernel(2).stride(2).padding(1).build())),
                refused("weights must be of an open arena, but its arena is closed",
                        () -> Plan.forward(SPEC).bind(Filter.of(closed))),
                absent("weights", () -> Filter.of((float[]) null)),
                absent("weights", () -> Filter.of((Floats) null)),
                absent("bias", () -> Epilogue.of((float[]) null)),
                absent("function", () -> Epilogue.none().then(null)),
                absent("filter", () -> Plan.forward(SPEC).bind(null)),
                absent("epilogue", () -> Plan.forward(SPEC).bind(Filter.of(new float[12]), null)),
                absent("spec", () -> OPERATOR.withSpec(null)));
    }

    static Stream<Row> options() {
        return Stream.of(
                refused("backend must be one of scalar, but is gpu "
                        + "(simd: module lanewise.simd is not on the path)",
                        () -> Plan.forward(SPEC, PlanOptions.DEFAULTS.withBackend("gpu"))),
                refused("algorithm must be one that computes WEIGHTS of " + SPEC + ", but is fft:"
                        + "\n  scalar/reference: no, another algorithm was asked for",
                        () -> WeightGradient.of(SPEC, PlanOptions.DEFAULTS.withAlgorithm("fft"))),
                refused("no algorithm computes FORWARD of 65536→65536 1→1 k1 s1 d1 p(0,0) g65536 n65536:\n  scalar/reference: no, 4294967296 planes to compute, more than 2147483647",
                        () -> Plan.forward(ConvSpec.conv(1 << 16, 1 << 16, 1).groups(1 << 16).batch(1 << 16).build())),
                refused("threads must be at least 1, but is 0", () -> PlanOptions.DEFAULTS.withThreads(0)),
                refused("threads must be at least 1, but is -2147483648",
                        () -> PlanOptions.DEFAULTS.withThreads(Integer.MIN_VALUE)),
                absent("layout", () -> PlanOptions.DEFAULTS.withLayout(null)),
                absent("accuracy", () -> PlanOptions.DEFAULTS.withAccuracy(null)),
                absent("wisdom", () -> PlanOptions.DEFAULTS.withWisdom(null)),
                absent("spec", () -> Plan.forward(null)),
                absent("options", () -> Plan.transpose(SPEC, null)),
                absent("spec", () -> WeightGradient.of(null)),
                absent("product", () -> Wisdom.NONE.measure(null, SPEC, PlanOptions.DEFAULTS, RUNNER)),
                absent("spec", () -> Wisdom.NONE.measure(Product.FORWARD, null, PlanOptions.DEFAULTS, RUNNER)),
                absent("runner", () -> Wisdom.NONE.measure(Product.FORWARD, SPEC, PlanOptions.DEFAULTS, null)),
                absent("options", () -> Wisdom.NONE.nanos(Product.FORWARD, SPEC, null)),
                absent("file", () -> Wisdom.load(null)),
                absent("file", () -> Wisdom.NONE.save(null)));
    }

    static Stream<Row> operands() {
        float[] shared = new float[20];
        MemorySegment readOnly = MemorySegment.ofArray(new float[9]).asReadOnly();
        ByteBuffer buffer = ByteBuffer.allocateDirect(36).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
        Floats closed = closed(12);
        Floats foreign = foreign(12);
        return Stream.of(
                refused("x must have at least 8 elements, but has 7",
                        () -> OPERATOR.run(new float[7], new float[9], RUNNER)),
                refused("y must have at least 9 elements, but has 8",
                        () -> OPERATOR.run(new float[8], new float[8], RUNNER)),
                refused("x must have at least 8 elements, but has 5",
                        () -> OPERATOR.run(new float[9], 4, new float[9], 0, RUNNER)),
                refused("inOffset must be between 0 and 9, but is 10",
                        () -> OPERATOR.run(new float[9], 10, new float[9], 0, RUNNER)),
                refused("outOffset must be between 0 and 9, but is -1",
                        () -> OPERATOR.run(new float[9], 0, new float[9], -1, RUNNER)),
                refused("x must not share memory with y, but does", () -> OPERATOR.run(shared, shared, RUNNER)),
                refused("x must not share memory with y, but does", () -> OPERATOR.run(shared, 0, shared, 7, RUNNER)),
                refused("y must be writable, but is a read-only segment",
                        () -> OPERATOR.run(Floats.of(new float[8]), Floats.of(readOnly), RUNNER)),
                refused("residual must be given, because the epilogue adds one, but is absent",
                        () -> ADDING.run(new float[8], new float[9], RUNNER)),
                refused("residual must be absent, because the epilogue adds none, but is given",
                        () -> OPERATOR.run(new float[8], new float[9], new float[9], RUNNER)),
                refused("residual must have at least 9 elements, but has 8",
                        () -> ADDING.run(new float[8], new float[8], new float[9], RUNNER)),
                refused("residual must be y itself or share no memory with it, but overlaps it",
                        () -> ADDING.run(Floats.of(new float[8]), Floats.of(shared, 1, 9), Floats.of(shared, 0, 9),
                                RUNNER)),
                refused("residual must be y itself or share no memory with it, but overlaps it",
                        () -> ADDING.run(Floats.of(new float[8]),
                                Floats.of(MemorySegment.ofArray(shared).asSlice(4, 36)), Floats.of(shared), RUNNER)),
                refused("w must have at least 12 elements, but has 11",
                        () -> GRADIENT.run(Floats.of(new float[8]), Floats.of(new float[9]), Floats.of(new float[11]),
                                RUNNER)),
                refused("w must not share memory with y, but does",
                        () -> GRADIENT.run(Floats.of(new float[8]), Floats.of(shared, 0, 9), Floats.of(shared, 8, 12),
                                RUNNER)),
                refused("w must not share memory with x, but does",
                        () -> GRADIENT.run(Floats.of(shared, 0, 9), Floats.of(new float[9]), Floats.of(shared, 8, 12),
                                RUNNER)),
                refused("dy must have at least 12 elements, but has 11",
                        () -> BiasGradient.run(Floats.of(new float[11]), 2, 3, 2, Layout.NCHW, new float[3])),
                refused("b must have at least 3 elements, but has 2",
                        () -> BiasGradient.run(Floats.of(new float[12]), 2, 3, 2, Layout.NCHW, new float[2])),
                refused("b must not share memory with dy, but does",
                        () -> BiasGradient.run(Floats.of(shared), 2, 3, 2, Layout.NCHW, shared)),
                refused("batch must be at least 0, but is -1",
                        () -> BiasGradient.run(Floats.of(shared), -1, 3, 2, Layout.NCHW, new float[3])),
                refused("elements of dy must be at most 9223372036854775807, but overflows a long",
                        () -> BiasGradient.run(Floats.of(shared), MAX, MAX, MAX, Layout.NCHW, new float[3])),
                refused("channels must be at least 0, but is -1",
                        () -> BiasGradient.run(Floats.of(shared), 1, -1, 2, Layout.NCHW, new float[3])),
                refused("positions must be at least 0, but is -9223372036854775808",
                        () -> BiasGradient.run(Floats.of(shared), 1, 3, Long.MIN_VALUE, Layout.NCHW, new float[3])),
                refused("y must be writable, but is a read-only segment",
                        () -> OPERATOR.run(Floats.of(new float[8]), Floats.of(buffer), RUNNER)),
                refused("x must be of an open arena, but its arena is closed",
                        () -> OPERATOR.run(closed, Floats.of(new float[9]), RUNNER)),
                refused("y must be of an open arena, but its arena is closed",
                        () -> OPERATOR.run(Floats.of(new float[8]), closed, RUNNER)),
                refused("y must be accessible to the calling thread, but is confined to another one",
                        () -> OPERATOR.run(Floats.of(new float[8]), foreign, RUNNER)),
                refused("residual must be accessible to the calling thread, but is confined to another one",
                        () -> ADDING.run(Floats.of(new float[8]), foreign, Floats.of(new float[9]), RUNNER)),
                refused("w must be of an open arena, but its arena is closed",
                        () -> GRADIENT.run(Floats.of(new float[8]), Floats.of(new float[9]), closed, RUNNER)),
                refused("dy must be accessible to the calling thread, but is confined to another one",
                        () -> BiasGradient.run(foreign, 2, 3, 2, Layout.NCHW, new float[3])),
                absent("in", () -> OPERATOR.run(null, new float[9], RUNNER)),
                absent("out", () -> OPERATOR.run(new float[8], null, RUNNER)),
                absent("runner", () -> OPERATOR.run(new float[8], new float[9], null)),
                absent("in", () -> OPERATOR.run(null, Floats.of(new float[9]), RUNNER)),
                absent("out", () -> OPERATOR.run(Floats.of(new float[8]), null, RUNNER)),
                absent("residual", () -> ADDING.run(Floats.of(new float[8]), null, Floats.of(new float[9]), RUNNER)),
                absent("x", () -> GRADIENT.run(null, Floats.of(new float[9]), Floats.of(new float[12]), RUNNER)),
                absent("y", () -> GRADIENT.run(Floats.of(new float[8]), null, Floats.of(new float[12]), RUNNER)),
                absent("w", () -> GRADIENT.run(Floats.of(new float[8]), Floats.of(new float[9]), null, RUNNER)),
                absent("runner",
                        () -> GRADIENT.run(Floats.of(new float[8]), Floats.of(new float[9]), Floats.of(new float[12]),
                                null)),
                absent("dy", () -> BiasGradient.run(null, 2, 3, 2, Layout.NCHW, new float[3])),
                absent("layout", () -> BiasGradient.run(Floats.of(new float[12]), 2, 3, 2, null, new float[3])),
                absent("b", () -> BiasGradient.run(Floats.of(new float[12]), 2, 3, 2, Layout.NCHW, null)));
    }

    @Test
    void aRefusedOutputIsUntouched() {
        float[] x = {1, 2, 3, 4, 5, 6, 7};
        float[] y = {-1, -2, -3, -4, -5, -6, -7, -8, -9};
        float[] before = y.clone();
        assertThrows(IllegalArgumentException.class, () -> OPERATOR.run(x, y, RUNNER));
        assertThrows(IllegalArgumentException.class, () -> OPERATOR.run(new float[8], 0, y, 1, RUNNER));
        assertThrows(IllegalArgumentException.class, () -> OPERATOR.run(y, y, RUNNER));
        assertThrows(IllegalArgumentException.class, () -> ADDING.run(new float[8], y, RUNNER));
        assertThrows(IllegalArgumentException.class, () -> OPERATOR.run(new float[8], y, y, RUNNER));
        assertThrows(IllegalArgumentException.class, () -> ADDING.run(new float[8], x, y, RUNNER));
        assertThrows(IllegalArgumentException.class,
                () -> GRADIENT.run(Floats.of(x), Floats.of(new float[9]), Floats.of(y), RUNNER));
        assertThrows(IllegalArgumentException.class,
                () -> BiasGradient.run(Floats.of(x), 1, 8, 1, Layout.NHWC, y));
        assertArrayEquals(before, y);
    }

    @Test
    void readOnlyOutputsAreRefusedOffTheHeapToo() {
        try (Arena arena = Arena.ofConfined()) {
            Floats out = Floats.of(arena.allocate(36, 4).asReadOnly());
            assertThrows(IllegalArgumentException.class,
                    () -> OPERATOR.run(Floats.of(new float[8]), out, RUNNER));
        }
    }

    private static Floats closed(int elements) {
        try (Arena arena = Arena.ofConfined()) {
            return Floats.of(arena.allocate(4L * elements, 4));
        }
    }

    /** Memory that belongs to another thread. */
    private static Floats foreign(int elements) {
        return CompletableFuture.supplyAsync(() -> Floats.of(Arena.ofConfined().allocate(4L * elements, 4))).join();
    }
}
