package lanewise.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import lanewise.bench.demo.DemoCommand;
import lanewise.bench.measure.ColdStartCommand;
import lanewise.bench.measure.CompareCommand;
import lanewise.bench.measure.InfoCommand;
import lanewise.bench.measure.TuneCommand;
import lanewise.bench.nodes.FunctionsCommand;
import lanewise.bench.onnx.RunCommand;
import lanewise.bench.soak.SoakCommand;
import lanewise.bench.verify.VerifyCommand;
import lanewise.bench.visualize.VisualizeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Whatever a user gets wrong is answered with one line on the error stream and exit code 2; exit
 * code 1 means that a result is wrong, 70 that Lanewise itself is.
 */
@Command(name = "lanewise", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class, usageHelpAutoWidth = true,
        description = "Convolution and transposed convolution on the JVM at the speed of the hardware.",
        subcommands = {DemoCommand.class, RunCommand.class, VerifyCommand.class, SoakCommand.class,
                VisualizeCommand.class, InfoCommand.class, CompareCommand.class,
                TuneCommand.class, ColdStartCommand.class},
        footer = "bench/lanewise jmh runs the JMH benchmarks.")
public final class Main implements Runnable {
    private static final int BAD_INPUT = 2;
    private static final int INTERNAL_ERROR = 70;

    @Spec
    private CommandSpec spec;

    /** Created by the command line. */
    public Main() {
    }

    /**
     * Runs a command and exits with its code.
     *
     * @param args command and options
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        Charset charset = System.out.charset().newEncoder().canEncode('×')
                ? System.out.charset()
                : StandardCharsets.UTF_8;
        System.exit(
                execute(new PrintWriter(System.out, true, charset), new PrintWriter(System.err, true, charset), args));
    }

    /** {@return the parser of all commands} */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.getSubcommands().get("compare").addSubcommand(new FunctionsCommand());
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /**
     * Runs a command.
     *
     * @param out  where results go
     * @param err  where complaints and progress go
     * @param args command and options
     * @return 0 for success, 1 for wrong results, 2 for bad input, 70 for a bug
     */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = commandLine();
        line.setOut(out).setErr(err).setParameterExceptionHandler(Main::misunderstood)
                .setExecutionExceptionHandler(Main::failed);
        try {
            return line.execute(args);
        } catch (OutOfMemoryError tooLarge) {
            return complain(line, "the tensors must fit the Java heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB, but do not: raise it with -Xmx");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Missing command: one of " + String.join(", ", spec.subcommands().keySet()));
    }

    private static int misunderstood(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        return complain(command,
                problem.getMessage() + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
    }

    private static int failed(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        return switch (problem) {
            case IllegalArgumentException bad -> complain(command, String.valueOf(bad.getMessage()));
            case IOException unreadable -> complain(command, describe(unreadable));
            case UncheckedIOException unreadable -> complain(command, describe(unreadable.getCause()));
            default -> {
                problem.printStackTrace(command.getErr());
                yield INTERNAL_ERROR;
            }
        };
    }

    private static int complain(CommandLine command, String message) {
        command.getErr()
                .println(command.getCommandSpec().qualifiedName() + ": " + message.replaceAll("\\s*\\R\\s*", "; "));
        command.getErr().flush();
        return BAD_INPUT;
    }

    private static String describe(IOException problem) {
        return switch (problem) {
            case NoSuchFileException missing -> missing.getFile() + " must be a file, but there is none";
            case NotDirectoryException missing -> missing.getFile() + " must be a directory, but is none";
            case AccessDeniedException denied -> denied.getFile() + " must be accessible, but access is denied";
            case FileAlreadyExistsException taken -> taken.getFile() + " must be a directory, but is a file";
            case FileSystemException other -> other.getFile() + " cannot be used: "
                    + Optional.ofNullable(other.getReason()).orElse(other.getClass().getSimpleName());
            default -> String.valueOf(problem.getMessage());
        };
    }

    /** The version that the build wrote into the module. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getModule().getDescriptor())
                    .flatMap(java.lang.module.ModuleDescriptor::rawVersion).orElse("development");
            return new String[]{"lanewise " + version};
        }
    }
}
