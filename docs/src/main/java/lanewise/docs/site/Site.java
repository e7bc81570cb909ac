package lanewise.docs.site;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.docs.figures.Figures;

/**
 * Writes the guide: every Markdown page of {@code docs}, the README and the changelog, in one template. Navigation is
 * {@code docs/index.md}; a page that it does not name is written, and fails {@code SiteTest}.
 */
public final class Site {
    private static final String HOME = "docs/index.md";
    private static final String DECISIONS = "docs/decisions";

    private final Path root;
    private final Map<String, Page> pages = new LinkedHashMap<>();

    private Site(Path root) throws IOException {
        this.root = root;
        for (String source : List.of("README.md", "CHANGELOG.md")) {
            add(Page.of(source, Files.readString(root.resolve(source))));
        }
        for (String source : markdown("docs")) {
            add(Page.of(source, Files.readString(root.resolve(source))));
        }
        List<String> decisions = new ArrayList<>();
        for (String source : markdown(DECISIONS)) {
            Page page = Page.of(source, Files.readString(root.resolve(source)));
            add(page);
            decisions.add("* [" + page.title() + "](" + source.substring(DECISIONS.length() + 1) + ")");
        }
        String list =
                "# Decisions\n\nOne page each, with the number that decided it.\n\n" + String.join("\n", decisions);
        pages.put(DECISIONS, Page.of(DECISIONS + "/index.md", list));
    }

    /**
     * Writes the site in place of what was there; with {@code -Dlanewise.figures=write} figures are drawn anew before.
     *
     * @param args the repository and the directory to write to
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        if ("write".equals(System.getProperty("lanewise.figures"))) {
            Figures.write(root.resolve("docs/figures"));
        }
        new Site(root).write(Path.of(args[1]));
    }

    private void add(Page page) {
        pages.put(page.source(), page);
    }

    private List<String> markdown(String directory) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            return files.map(file -> directory + "/" + file.getFileName()).filter(name -> name.endsWith(".md")).sorted()
                    .toList();
        }
    }

    private void write(Path target) throws IOException {
        if (Files.exists(target)) {
            try (Stream<Path> old = Files.walk(target)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        String template = Files.readString(root.resolve("docs/assets/template.html"));
        Navigation navigation = Navigation.of(pages.get(HOME));
        for (Page page : pages.values()) {
            Links links = new Links(root, pages, page);
            String html = template.replace("{{title}}", Html.escape(page.title()))
                    .replace("{{root}}", links.up())
                    .replace("{{navigation}}", navigation.html(page, links))
                    .replace("{{neighbours}}", navigation.neighbours(page, links))
                    .replace("{{content}}", Html.of(page, links));
            Path file = target.resolve(page.target());
            Files.createDirectories(file.getParent());
            Files.writeString(file, html);
        }
        copy("docs/assets", target, ".css", ".js");
        copy("docs/figures", target, ".png");
        copy("docs", target, ".txt");
        Files.copy(root.resolve("LICENSE"), target.resolve("LICENSE"), REPLACE_EXISTING);
    }

    private void copy(String directory, Path target, String... endings) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            for (Path file : files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).toList()) {
                Path copy = target.resolve(Page.target(root.relativize(file).toString().replace('\\', '/')));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, REPLACE_EXISTING);
            }
        }
    }
}
