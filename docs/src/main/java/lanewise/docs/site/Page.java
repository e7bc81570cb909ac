package lanewise.docs.site;

import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/**
 * A page.
 *
 * @param source   its file, from the repository's root
 * @param title    its first heading
 * @param document its Markdown
 */
record Page(String source, String title, Node document) {
    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    static Page of(String source, String markdown) {
        Node document = PARSER.parse(markdown);
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == 1) {
                return new Page(source, Html.text(heading), document);
            }
        }
        throw new IllegalArgumentException(source + " must have a title, but has none");
    }

    /** Its file in the site. */
    String target() {
        return target(source);
    }

    /** Where a file of the repository lies in the site: {@code docs} is the root. */
    static String target(String source) {
        String path = source.startsWith("docs/") ? source.substring("docs/".length()) : source;
        return path.endsWith(".md") ? path.toLowerCase(Locale.ROOT).substring(0, path.length() - 3) + ".html" : path;
    }
}
