package lanewise.docs.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;

/** What the home page lists: under each heading of the second level, the first link of each item. */
final class Navigation {
    private final Page home;
    private final Map<String, List<Link>> groups = new LinkedHashMap<>();

    private Navigation(Page home) {
        this.home = home;
    }

    static Navigation of(Page home) {
        Navigation navigation = new Navigation(home);
        List<Link> group = new ArrayList<>();
        for (Node node = home.document().getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == 2) {
                group = new ArrayList<>();
                navigation.groups.put(Html.text(heading), group);
            }
            List<Link> links = group;
            node.accept(new AbstractVisitor() {
                @Override
                public void visit(ListItem item) {
                    links.add((Link) item.getFirstChild().getFirstChild());
                }
            });
        }
        return navigation;
    }

    /** The list, with the sections of the page itself. */
    String html(Page page, Links links) {
        StringBuilder html = new StringBuilder();
        groups.forEach((name, group) -> {
            html.append("<h2>").append(Html.escape(name)).append("</h2>\n<ul>\n");
            for (Link link : group) {
                Page target = target(link, links);
                boolean here = target == page;
                html.append("<li><a href=\"").append(links.to(target)).append(here ? "\" aria-current=\"page" : "")
                        .append("\">").append(Html.escape(Html.text(link))).append("</a></li>\n");
            }
            html.append("</ul>\n");
        });
        return html.toString();
    }

    /** Links to the page before and the page after, where the list has the page. */
    String neighbours(Page page, Links links) {
        List<Link> all = groups.values().stream().flatMap(List::stream).toList();
        int here = IntStream.range(0, all.size()).filter(i -> target(all.get(i), links) == page).findFirst().orElse(-1);
        return here < 0
                ? ""
                : neighbour(all, here - 1, "prev", links) + neighbour(all, here + 1, "next", links);
    }

    private String neighbour(List<Link> all, int index, String way, Links links) {
        return index < 0 || index >= all.size()
                ? ""
                : "<a rel=\"" + way + "\" href=\"" + links.to(target(all.get(index), links)) + "\">"
                        + Html.escape(Html.text(all.get(index))) + "</a>";
    }

    private Page target(Link link, Links links) {
        return links.pages().get(new Links(links.root(), links.pages(), home).source(link.getDestination()));
    }
}
