package lanewise.docs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lanewise.core.Plan;
import lanewise.core.spi.Backends;
import lanewise.parallel.ForkJoinRunner;

/**
 * The class files of a module, from a folder or a jar.
 *
 * @param descriptor what the module requires and exports
 * @param classes    all its classes, by name
 */
record ModuleClasses(ModuleDescriptor descriptor, List<ClassModel> classes) {
    static final ModuleClasses CORE = of(Plan.class);
    static final ModuleClasses PARALLEL = of(ForkJoinRunner.class);
    static final ModuleClasses SIMD = of(Backends.named("simd").getClass());

    /** The module of one of its classes. */
    private static ModuleClasses of(Class<?> member) {
        try {
            Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return read(place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return read(jar.getPath("/"));
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static ModuleClasses read(Path root) throws IOException {
        List<ClassModel> models = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                if (!file.endsWith("module-info.class")) {
                    models.add(ClassFile.of().parse(Files.readAllBytes(file)));
                }
            }
        }
        try (InputStream descriptor = Files.newInputStream(root.resolve("module-info.class"))) {
            return new ModuleClasses(ModuleDescriptor.read(descriptor), models);
        }
    }
}
