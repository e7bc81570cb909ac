package lanewise.docs.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** A page's content: links lead to pages of the site, drawings are part of the page, comments in code stand back. */
final class Html implements NodeRenderer {
    private static final Pattern COMMENT = Pattern.compile("(?m)(?<=^|\\s)(//|#) .*$");

    private final HtmlWriter html;
    private final Links links;

    private Html(HtmlWriter html, Links links) {
        this.html = html;
        this.links = links;
    }

    static String of(Page page, Links links) {
        return HtmlRenderer.builder().extensions(Page.EXTENSIONS)
                .nodeRendererFactory(context -> new Html(context.getWriter(), links))
                .attributeProviderFactory(_ -> (node, _, attributes) -> {
                    if (node instanceof Link link) {
                        attributes.put("href", links.rewrite(link.getDestination()));
                    }
                }).build().render(page.document());
    }

    /** The words of a heading, a link or an image. */
    static String text(Node node) {
        StringBuilder words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak end) {
                words.append(' ');
            }
        });
        return words.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Image.class, FencedCodeBlock.class, HtmlBlock.class);
    }

    @Override
    public void render(Node node) {
        switch (node) {
            case Image image when image.getDestination().endsWith(".svg") -> drawing(image);
            case Image image -> html.raw("<img loading=\"lazy\" src=\"" + links.rewrite(image.getDestination())
                    + "\" alt=\"" + escape(text(image)) + "\">");
            case FencedCodeBlock code -> code(code);
            case HtmlBlock block -> html.raw(block.getLiteral().startsWith("<!--") ? "" : block.getLiteral());
            default -> throw new IllegalArgumentException(node + " must be of a type of this renderer");
        }
    }

    private void drawing(Image image) {
        try {
            String svg = Files.readString(links.root().resolve(links.source(image.getDestination())));
            html.raw(
                    svg.replaceFirst("<svg ", "<svg role=\"img\" aria-label=\"" + escape(text(image)) + "\" ").strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void code(FencedCodeBlock code) {
        html.line();
        html.raw("<pre tabindex=\"0\"><code>"
                + COMMENT.matcher(escape(code.getLiteral())).replaceAll("<i>$0</i>") + "</code></pre>");
        html.line();
    }
}
