package lanewise.docs.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The links of one page: from what it says in the repository to what it must say in the site. */
record Links(Path root, Map<String, Page> pages, Page from) {

    /** The way up from the page to the site's root. */
    String up() {
        return "../".repeat((int) from.target().chars().filter(c -> c == '/').count());
    }

    /** The file of the repository that a link means. */
    String source(String link) {
        Path directory = Path.of(from.source()).resolveSibling(link.replaceAll("#.*", "")).normalize();
        return link.startsWith("#") ? from.source() : directory.toString().replace('\\', '/');
    }

    String to(Page page) {
        return up() + page.target();
    }

    String rewrite(String link) {
        if (link.matches("[a-z]+:.*") || link.startsWith("#")) {
            return link;
        }
        String source = source(link);
        if (pages.containsKey(source)) {
            int anchor = link.indexOf('#');
            return to(pages.get(source)) + (anchor < 0 ? "" : link.substring(anchor));
        }
        if (!Files.isRegularFile(root.resolve(source))) {
            throw new IllegalArgumentException(from.source() + " links to " + source + ", which must be a file");
        }
        return up() + Page.target(source);
    }
}
