package lanewise.docs.play;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window, if there is one on the path. */
record Chromium(Path executable) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long SECONDS = 60;

    static Optional<Chromium> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name))).filter(Files::isExecutable)
                .findFirst().map(Chromium::new);
    }

    /** A page as it is when its scripts have run. */
    String dom(String url, Path scratch) throws IOException, InterruptedException {
        Path dom = scratch.resolve("dom.html");
        Process process = new ProcessBuilder(executable.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + scratch.resolve("profile"), "--dump-dom", url)
                .redirectOutput(dom.toFile()).redirectError(scratch.resolve("log").toFile()).start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(executable + " must answer within " + SECONDS + " s, but does not");
        }
        return Files.readString(dom, StandardCharsets.UTF_8);
    }
}
