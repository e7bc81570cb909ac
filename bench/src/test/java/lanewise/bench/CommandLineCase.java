package lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * One run of the command line in this process.
 *
 * @param code exit code
 * @param out  what it printed
 * @param err  what it complained about
 */
public record CommandLineCase(int code, String out, String err) {

    public static CommandLineCase run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
        int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new CommandLineCase(code, out.toString(), err.toString());
    }

    public CommandLineCase succeeds() {
        assertEquals(0, code, out + err);
        return this;
    }

    /** Bad input: exit code 2 and one line that says what is wrong. */
    public void isRefused(String reason) {
        assertEquals(2, code, out + err);
        assertEquals(1, err.lines().count(), err);
        assertEquals(true, err.contains(reason), err);
        assertEquals("", out);
    }

    public String lastLine() {
        return out.lines().reduce((a, b) -> b).orElse("");
    }
}
