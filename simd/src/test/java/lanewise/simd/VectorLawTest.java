package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws under which C2 keeps vectors in registers ({@code docs/jit.md}), read off the class files. */
class VectorLawTest {
    private static final int MAX_BYTECODES = 1700;
    private static final List<String> VECTOR_TYPES = List.of("Ljdk/incubator/vector/FloatVector;",
            "Ljdk/incubator/vector/Vector;", "Ljdk/incubator/vector/VectorMask;",
            "Ljdk/incubator/vector/VectorShuffle;", "Ljdk/incubator/vector/IntVector;");
    private static final String RUN = "(Llanewise/core/spi/Call;ILlanewise/core/spi/Scratch;)V";
    private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";

    private final List<ClassModel> classes = mainClasses();

    @Test
    void lawsAreCheckedOnTheTiles() {
        List<String> names = classes.stream().map(VectorLawTest::name).toList();
        assertTrue(names.containsAll(List.of("lanewise/simd/Lanes", "lanewise/simd/Tile6x2", "lanewise/simd/Tile8x3")),
                names::toString);
    }

    @Test
    void speciesAreStaticFinalFieldsOfLanes() {
        assertNone(fields().filter(field -> field.fieldType().stringValue().equals(SPECIES))
                .filter(field -> !field.flags().has(AccessFlag.STATIC) || !field.flags().has(AccessFlag.FINAL)
                        || !name(field.parent().orElseThrow()).equals("lanewise/simd/Lanes"))
                .map(VectorLawTest::describe));
    }

    @Test
    void noVectorIsAField() {
        assertNone(fields().filter(field -> mentionsVector(field.fieldType().stringValue()))
                .map(VectorLawTest::describe));
    }

    @Test
    void noMethodTakesOrReturnsAVector() {
        assertNone(methods()
                .filter(method -> mentionsVector(method.methodType().stringValue())
                        || method.methodType().stringValue().contains(SPECIES) && !isLanes(method))
                .map(VectorLawTest::describe));
    }

    @Test
    void noVectorIsCapturedByALambdaOrPutIntoAnArray() {
        assertNone(methods().filter(method -> instructions(method).anyMatch(VectorLawTest::losesAVector))
                .map(VectorLawTest::describe));
    }

    @Test
    void methodsWithVectorsAreStaticAndSmall() {
        List<MethodModel> kernels = methods().filter(method -> !isLanes(method))
                .filter(VectorLawTest::callsVectorApi).toList();
        assertTrue(kernels.size() >= 5, "found only " + kernels.size());
        assertNone(kernels.stream()
                .filter(method -> !method.flags().has(AccessFlag.STATIC) || codeLength(method) > MAX_BYTECODES)
                .map(VectorLawTest::describe));
    }

    /** They see to it that whole vectors lie within the array, whatever the mask. */
    @Test
    void fewMethodsAccessArraysUnderMasks() {
        Set<String> some = Set.of("ChannelsLastEpilogue", "DepthwiseTile", "Rows3x3", "SinkRows", "StageRows",
                "Winograd4x3", "WinogradRow4x3");
        assertNone(methods().filter(method -> !some.contains(name(method.parent().orElseThrow()).replaceAll(".*/", "")))
                .filter(method -> calls(method).anyMatch(VectorLawTest::isMaskedAccess)).map(VectorLawTest::describe));
    }

    /** Where the last tiles of a row are stored, comparisons take longer, and ranges have made no objects. */
    @Test
    void masksComeFromComparisonsButInWinograd() {
        assertNone(methods().filter(method -> !name(method.parent().orElseThrow()).matches(".*/Winograd(Row)?4x3"))
                .filter(method -> calls(method).anyMatch(call -> call.name().equalsString("indexInRange")))
                .map(VectorLawTest::describe));
    }

    /** Where C2 has seen two kinds of lists it makes iterators. */
    @Test
    void noRunIterates() {
        Map<String, MethodModel> ours = methods()
                .collect(Collectors.toMap(VectorLawTest::describe, Function.identity()));
        Deque<MethodModel> ahead = new ArrayDeque<>(methods()
                .filter(method -> method.methodName().equalsString("run") && method.methodType().equalsString(RUN))
                .toList());
        assertTrue(ahead.size() >= 10, "found only " + ahead.size());
        Set<MethodModel> reached = new HashSet<>(ahead);
        while (!ahead.isEmpty()) {
            calls(ahead.remove()).map(call -> ours.get(describe(call))).filter(Objects::nonNull).filter(reached::add)
                    .forEach(ahead::add);
        }
        assertNone(reached.stream().filter(method -> calls(method).anyMatch(
                call -> call.name().equalsString("iterator") || call.name().equalsString("stream")))
                .map(VectorLawTest::describe));
    }

    /** C2 keeps one profile of add and the like for all callers; those who see a second species there get objects. */
    @Test
    void floatsAreOfOneSpecies() {
        assertNone(methods().filter(method -> !name(method.parent().orElseThrow()).endsWith("/Transpose8"))
                .filter(method -> instructions(method)
                        .anyMatch(instruction -> instruction instanceof FieldInstruction field
                                && field.type().equalsString(SPECIES)
                                && !Set.of("SPECIES", "INTS").contains(field.name().stringValue())))
                .filter(method -> !isLanes(method)).map(VectorLawTest::describe));
    }

    private static boolean isMaskedAccess(InvokeInstruction call) {
        boolean access = call.name().equalsString("fromArray") || call.name().equalsString("intoArray");
        return access && call.type().stringValue().contains("VectorMask");
    }

    private static Stream<InvokeInstruction> calls(MethodModel method) {
        return instructions(method).filter(InvokeInstruction.class::isInstance).map(InvokeInstruction.class::cast);
    }

    private static boolean losesAVector(CodeElement instruction) {
        return switch (instruction) {
            case InvokeDynamicInstruction dynamic -> mentionsVector(dynamic.type().stringValue());
            case NewReferenceArrayInstruction array ->
                mentionsVector("L" + array.componentType().asInternalName() + ";");
            default -> false;
        };
    }

    private static boolean callsVectorApi(MethodModel method) {
        return instructions(method)
                .anyMatch(instruction -> instruction.toString().contains("jdk/incubator/vector/FloatVector")
                        || instruction.toString().contains("FloatVector::"));
    }

    private static boolean isLanes(MethodModel method) {
        return name(method.parent().orElseThrow()).equals("lanewise/simd/Lanes");
    }

    private static boolean mentionsVector(String descriptor) {
        return VECTOR_TYPES.stream().anyMatch(descriptor::contains);
    }

    private Stream<FieldModel> fields() {
        return classes.stream().flatMap(model -> model.fields().stream());
    }

    private Stream<MethodModel> methods() {
        return classes.stream().flatMap(model -> model.methods().stream());
    }

    private static Stream<CodeElement> instructions(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream());
    }

    private static int codeLength(MethodModel method) {
        return ((CodeAttribute) method.code().orElseThrow()).codeLength();
    }

    private static String name(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    private static String describe(FieldModel field) {
        return name(field.parent().orElseThrow()) + "." + field.fieldName();
    }

    private static String describe(InvokeInstruction call) {
        return call.owner().asInternalName() + "." + call.name() + call.type();
    }

    private static String describe(MethodModel method) {
        return name(method.parent().orElseThrow()) + "." + method.methodName() + method.methodType();
    }

    private static void assertNone(Stream<String> violations) {
        assertEquals(List.of(), violations.toList());
    }

    private static List<ClassModel> mainClasses() {
        try {
            Path root = Path.of(Lanes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            List<ClassModel> models = new ArrayList<>();
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    models.add(ClassFile.of().parse(file));
                }
            }
            return models;
        } catch (IOException | URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
