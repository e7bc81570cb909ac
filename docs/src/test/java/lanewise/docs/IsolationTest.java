package lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What Lanewise keeps to itself and what it leaves alone in the process that embeds it, read off the class files. */
class IsolationTest {
    static final List<ModuleClasses> MODULES =
            List.of(ModuleClasses.CORE, ModuleClasses.PARALLEL, ModuleClasses.SIMD);

    /** When kernels were warmed up: racy, and nothing depends on it but time. */
    private static final Set<String> TIMES = Set.of("lanewise/simd/WarmUp.since", "lanewise/simd/WarmUp.answered");
    private static final Pattern SHARED = Pattern.compile(
            "Ljava/util/concurrent/.*|Ljava/lang/ThreadLocal;|Llanewise/core/spi/Leases;|Ljava/util/(Hash|Linked|Tree|Weak|Array).*");
    /** The fences of {@code VarHandle} reach nothing. */
    private static final Pattern REFLECTION = Pattern.compile(
            "(java/lang/reflect|java/lang/invoke(?!/VarHandle\\.\\w+Fence$)|sun|jdk/internal)/.*|java/lang/Class\\.(forName|newInstance|get(Declared)?(Method|Field|Constructor|Class)s?)");
    private static final Pattern THREADS = Pattern.compile(
            "java/lang/Thread(\\$Builder.*)?\\.(start|startVirtualThread|<init>)|java/util/Timer\\..*|.*\\.parallel(Stream)?"
                    + "|java/util/concurrent/(Executors|CompletableFuture|ForkJoinPool\\.(<init>|commonPool)).*");
    private static final Pattern LOCKS = Pattern.compile(
            "java/util/concurrent/locks/(?!LockSupport).*|java/lang/Object\\.(wait|notify|notifyAll)");

    @Test
    void modulesShowNoMoreThanTheyMean() {
        assertEquals(Set.of(), ModuleClasses.SIMD.descriptor().exports());
        assertEquals(Set.of("java.base", "lanewise.core", "jdk.incubator.vector"), required(ModuleClasses.SIMD));
        assertEquals(Set.of("java.base", "lanewise.core"), required(ModuleClasses.PARALLEL));
        assertEquals(Set.of("java.base"), required(ModuleClasses.CORE));
        for (ModuleClasses module : MODULES) {
            assertEquals(Set.of(), module.descriptor().opens());
        }
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void nothingIsReachedByReflection(ModuleClasses module) {
        assertNone(calls(module, REFLECTION));
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void staticStateIsConstant(ModuleClasses module) {
        assertNone(module.classes().stream().flatMap(model -> model.fields().stream())
                .filter(field -> field.flags().has(AccessFlag.STATIC) && !field.flags().has(AccessFlag.SYNTHETIC))
                .filter(field -> !field.flags().has(AccessFlag.FINAL)
                        || SHARED.matcher(field.fieldType().stringValue()).matches())
                .map(IsolationTest::describe).filter(Predicate.not(TIMES::contains)));
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void noThreadIsStarted(ModuleClasses module) {
        assertNone(calls(module, THREADS));
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void noLockIsHeld(ModuleClasses module) {
        assertNone(calls(module, LOCKS));
        assertNone(methods(module)
                .filter(method -> method.flags().has(AccessFlag.SYNCHRONIZED)
                        || code(method).anyMatch(MonitorInstruction.class::isInstance))
                .map(IsolationTest::describe));
    }

    /** Nothing but the search for backends, which happens once. */
    @Test
    void nothingIsLoggedInARun() {
        Pattern logging =
                Pattern.compile("java/(lang/System(\\$Logger.*|\\.getLogger)|util/logging/.*|io/PrintStream.*)");
        List<String> loggers = MODULES.stream().flatMap(module -> calls(module, logging)).toList();
        assertTrue(
                !loggers.isEmpty() && loggers.stream().allMatch(call -> call.startsWith("lanewise/core/spi/Backends")),
                loggers::toString);
    }

    private static Set<String> required(ModuleClasses module) {
        return module.descriptor().requires().stream().map(ModuleDescriptor.Requires::name)
                .collect(Collectors.toSet());
    }

    private static Stream<String> calls(ModuleClasses module, Pattern callees) {
        return methods(module).flatMap(method -> code(method)
                .filter(element -> element instanceof InvokeInstruction call && callees.matcher(callee(call)).matches())
                .map(call -> describe(method) + " calls " + callee((InvokeInstruction) call)));
    }

    private static String callee(InvokeInstruction call) {
        return call.owner().asInternalName() + "." + call.name().stringValue();
    }

    private static Stream<MethodModel> methods(ModuleClasses module) {
        return module.classes().stream().flatMap(model -> model.methods().stream());
    }

    private static Stream<CodeElement> code(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream());
    }

    private static String describe(FieldModel field) {
        return name(field.parent().orElseThrow()) + "." + field.fieldName().stringValue();
    }

    private static String describe(MethodModel method) {
        return name(method.parent().orElseThrow()) + "." + method.methodName().stringValue();
    }

    private static String name(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    private static void assertNone(Stream<String> violations) {
        assertEquals(List.of(), violations.toList());
    }
}
