package lanewise.docs.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The site as the build wrote it: every link leads somewhere, every page is listed, nothing comes from elsewhere. */
class SiteTest {
    private static final Path SITE = Path.of("target/site").toAbsolutePath().normalize();
    private static final Map<Path, Document> PAGES = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(SITE)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".html")).toList()) {
                if (!file.startsWith(SITE.resolve("api"))) {
                    PAGES.put(file, Jsoup.parse(file));
                }
            }
        }
        assertFalse(PAGES.isEmpty());
    }

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach((file, page) -> {
            for (Element element : page.select("[href], [src]")) {
                String link = element.hasAttr("href") ? element.attr("href") : element.attr("src");
                if (!leadsSomewhere(file, link)) {
                    broken.add(SITE.relativize(file) + ": " + link);
                }
            }
        });
        assertEquals(List.of(), broken);
    }

    @Test
    void nothingComesFromElsewhere() {
        PAGES.forEach((file, page) -> assertEquals(List.of(),
                List.copyOf(page.select("[src^=http], link[href^=http], svg [href^=http]")), file::toString));
    }

    @Test
    void everyPageIsListed() throws IOException {
        Set<String> listed = Set.copyOf(PAGES.get(SITE.resolve("index.html")).select("nav a").eachAttr("href"));
        Set<String> pages;
        try (Stream<Path> files = Files.list(SITE)) {
            pages = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".html") && !name.equals("index.html")).collect(Collectors.toSet());
        }
        pages.removeAll(listed);
        assertEquals(Set.of(), pages, "pages that docs/index.md does not name");
    }

    @Test
    void identifiersAndMovementsHaveOneMeaning() {
        PAGES.forEach((file, page) -> {
            List<String> ids = page.select("[id]").eachAttr("id");
            assertEquals(List.copyOf(Set.copyOf(ids)).size(), ids.size(), () -> file + " has an id twice");
            List<String> movements = page.select(".moving").eachAttr("style");
            assertEquals(Set.copyOf(movements).size(), movements.size(), () -> file + " has a movement twice");
        });
    }

    @Test
    void picturesHaveWords() {
        PAGES.forEach((file, page) -> page.select("main svg, main img").forEach(picture -> assertFalse(
                (picture.attr("alt") + picture.attr("aria-label")).isBlank(),
                () -> file + " has a picture without words")));
    }

    private static boolean leadsSomewhere(Path file, String link) {
        if (link.matches("https://[^\\s]+|data:,")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return Files.isRegularFile(target)
                && (parts.length == 1
                        || PAGES.containsKey(target) && PAGES.get(target).getElementById(parts[1]) != null);
    }
}
