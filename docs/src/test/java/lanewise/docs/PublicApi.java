package lanewise.docs;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users of a module can name, a line for each type and member. */
final class PublicApi {
    private PublicApi() {
    }

    static String of(ModuleClasses module) {
        List<String> exported = module.descriptor().exports().stream().filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source).toList();
        return module.classes().stream().map(model -> load(model.thisClass().asSymbol().descriptorString()))
                .filter(type -> exported.contains(type.getPackageName()) && visible(type)).map(PublicApi::type)
                .sorted().collect(Collectors.joining("\n", "# " + module.descriptor().name() + "\n\n", ""));
    }

    private static Class<?> load(String descriptor) {
        try {
            String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static boolean visible(Class<?> type) {
        return (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
                && (type.getEnclosingClass() == null || visible(type.getEnclosingClass()));
    }

    private static String type(Class<?> type) {
        Stream<String> parents = Stream.concat(Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces())).map(Type::getTypeName)
                .filter(name -> !name.contains("Object"));
        String extended = parents.collect(Collectors.joining(", "));
        return Stream
                .of(Arrays.stream(type.getDeclaredFields()).map(member -> member(member, Field::toGenericString)),
                        Arrays.stream(type.getDeclaredConstructors())
                                .map(member -> member(member, Constructor::toGenericString)),
                        Arrays.stream(type.getDeclaredMethods())
                                .map(member -> member(member, Method::toGenericString)))
                .flatMap(members -> members.filter(line -> !line.isEmpty()).sorted())
                .collect(Collectors.joining("",
                        type.toGenericString() + (extended.isEmpty() ? "" : " : " + extended) + "\n", ""));
    }

    private static <T extends Member> String member(T member, Function<T, String> print) {
        boolean listed = (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
        String owner = member.getDeclaringClass().getName() + ".";
        return listed ? "    " + print.apply(member).replace(owner, "").replace("java.lang.", "") + "\n" : "";
    }
}
