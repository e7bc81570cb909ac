package lanewise.bench.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.bench.CommandLineCase;
import lanewise.bench.layers.SmallLayers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final String PASSING = """
            {"op": "Conv", "attributes": {"strides": [1], "auto_pad": ""}, "expect": "success",
             "inputs": [{"name": "X", "dtype": "float32", "shape": [1, 1, 3], "file": "x"},
                        {"name": "W", "dtype": "float32", "shape": [1, 1, 2], "file": "w"}],
             "outputs": [{"name": "Y", "dtype": "float32", "shape": [1, 1, 2], "file": "y"}]}
            """;
    private static final String FAILING = PASSING.replace("success", "failure").replace("\"inputs\"",
            "\"error\": {\"kind\": \"nonpositive_stride\", \"scope\": \"general\"}, \"inputs\"");

    @TempDir
    private Path folder;

    @Test
    void countsWhatPassesAndWhatIsSkipped() throws IOException {
        write("good", PASSING);
        write("gradient", PASSING.replace("Conv", "ConvGrad").replace("{\"name\": \"W\"",
                "{\"absent\": true, \"name\": \"W\"").replace("\"auto_pad\": \"\"", "\"weight_shape\": [1, 1, 2]")
                .replace("}],\n \"outputs\": [",
                        "}, {\"absent\": true}, {\"name\": \"dY\", \"dtype\": \"float32\", \"shape\": [1, 1, 2], "
                                + "\"file\": \"w\"}],\n \"outputs\": [{\"absent\": true}, ")
                .replace("\"Y\"", "\"dW\""));
        write("pool", PASSING.replace("Conv", "LpPool"));
        write("complex", PASSING.replace("float32", "complex64"));
        write("unclear", PASSING.replace("\"expect\"", "\"disputed\": \"two opinions\", \"expect\""));
        write("strict", FAILING.replace("general", "ort_policy"));
        write("stride", FAILING.replace("[1], ", "[0], "));
        CommandLineCase verified = CommandLineCase.run("verify", folder).succeeds();
        assertEquals("3 passed, 0 failed, 4 skipped", verified.lastLine(), verified.out());
        assertTrue(verified.out().contains("cases/pool (LpPool): operator LpPool is not supported"), verified.out());
        assertTrue(verified.out().contains("cases/unclear (Conv): disputed"), verified.out());
    }

    @Test
    void saysWhatDiffers() throws IOException {
        write("value", PASSING, 8, 2);
        write("shape", PASSING.replace("[1, 1, 2], \"file\": \"y\"", "[1, 2, 1], \"file\": \"y\""));
        write("accepted", FAILING);
        write("vague", FAILING.replace("[1], ", "[0], ").replace("nonpositive_stride", "bias_shape"));
        write("rejected", PASSING.replace("[1], ", "[1, 1], "));
        write("truncated", PASSING.replace("[1, 1, 3]", "[1, 1, 4]"));
        write("malformed", "{\"op\": ");
        CommandLineCase verified = CommandLineCase.run("verify", folder);
        assertEquals(1, verified.code());
        assertEquals("0 passed, 7 failed, 0 skipped", verified.lastLine());
        for (String reason : new String[]{"Y[0, 0, 1] must be 2.0 ±", "Y must have shape [1, 2, 1]",
                "must be rejected for nonpositive_stride, but is accepted", "the rejection must name one of [bias]",
                "must be accepted, but is rejected: strides must have 1 values", "must have 16 bytes, but has 12",
                "must be JSON"}) {
            assertTrue(verified.out().contains(reason), reason + " is not in\n" + verified.out());
        }
        assertEquals(8, verified.out().lines().count());
    }

    @Test
    void holdsLayersAgainstTheScalarCore() throws IOException {
        Path file = Files.writeString(folder.resolve("layers.csv"), SmallLayers.TEXT);
        assertEquals("3 passed, 0 failed, 0 skipped",
                CommandLineCase.run("verify", "--layers", file).succeeds().lastLine());
        assertEquals("1 passed, 0 failed, 2 skipped", CommandLineCase
                .run("verify", "--layers", file, "--max-macs", "400", "--seed", "5").succeeds().lastLine());
    }

    private void write(String name, String json) throws IOException {
        write(name, json, 8, 13);
    }

    /** X is 1 2 3 and W 2 3. */
    private void write(String name, String json, float... y) throws IOException {
        Path one = Files.createDirectories(folder.resolve("cases").resolve(name));
        Files.writeString(one.resolve(ConformanceCase.FILE), json);
        Files.write(one.resolve("x"), bytes(1, 2, 3));
        Files.write(one.resolve("w"), bytes(2, 3));
        Files.write(one.resolve("y"), bytes(y));
    }

    private static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
