package lanewise.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import lanewise.core.ConvSpec;
import lanewise.core.Filter;
import lanewise.core.Plan;
import lanewise.core.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs that cannot run vector code say so once, name the flag that cures it, and compute on the scalar reference. */
class ProbeTest {

    /** What the forked JVMs run: two plans, so that a second warning would show. */
    static final class Program {
        public static void main(String[] arguments) {
            ConvSpec spec = ConvSpec.conv(1, 1, 4).kernel(3).padding(1).build();
            float[] y = new float[4];
            for (int i = 0; i < 2; i++) {
                Plan plan = Plan.forward(spec);
                plan.bind(Filter.of(new float[]{1, 1, 1})).run(new float[]{1, 2, 3, 4}, y, Runner.sequential());
                System.out.println(plan.algorithm() + " " + y[0] + " " + y[3]);
            }
        }
    }

    @Test
    void worksInThisJvm() {
        assertNull(Probe.unavailable());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "-Dnothing                                                 | --add-modules jdk.incubator.vector",
            "--add-modules=jdk.incubator.vector -Xint                  | -Xint",
            "--add-modules=jdk.incubator.vector -XX:TieredStopAtLevel=1 | -XX:TieredStopAtLevel",
            "--add-modules=jdk.incubator.vector -XX:MaxVectorSize=8    | -XX:MaxVectorSize"})
    void saysOnceWhatIsMissing(String flags, String remedy) throws IOException, InterruptedException {
        String output = Forked.run(Program.class, List.of(flags.split(" ")));
        assertEquals(2, count(output, "scalar/reference 3.0 7.0"), output);
        assertEquals(1, count(output, "runs on its scalar reference"), output);
        assertTrue(output.contains(remedy), output);
    }

    @Test
    void saysNothingWhereItWorks() throws IOException, InterruptedException {
        String output = Forked.run(Program.class, List.of("--add-modules=jdk.incubator.vector"));
        assertEquals(2, count(output, "simd/"), output);
        assertEquals(0, count(output, "scalar reference"), output);
    }

    @ParameterizedTest
    @CsvSource({"OpenJDK Client VM, mixed mode", "OpenJDK Zero VM, interpreted mode", "Eclipse OpenJ9 VM, JRE 25"})
    void refusesVirtualMachinesWithoutC2(String name, String info) {
        assertTrue(Probe.missingCompiler(name, info) != null);
        assertNull(Probe.missingCompiler("OpenJDK 64-Bit Server VM", "mixed mode, sharing"));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
