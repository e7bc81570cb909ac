package lanewise.bench.visualize;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What an image shows, and a network is to name: an outline within the unit circle. */
enum Outline {
    DISC(disc(0, 1)), RING(without(disc(0, 1), disc(0, 0.55))), MOON(without(disc(0, 1), disc(0.5, 0.85))), TRIANGLE(
            star(3, 0.5)), SQUARE(star(4, Math.sqrt(0.5))), STAR(star(5, 0.4)), CROSS(cross(0.3)), STRIPES(stripes());

    private final Shape shape;

    Outline(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    private static Shape disc(double x, double radius) {
        return new Ellipse2D.Double(x - radius, -radius, 2 * radius, 2 * radius);
    }

    private static Shape without(Shape shape, Shape hole) {
        Area area = new Area(shape);
        area.subtract(new Area(hole));
        return area;
    }

    /** Points on the unit circle and, between them, on a smaller one; at cos(π/points) they form a regular polygon. */
    private static Shape star(int points, double inner) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < 2 * points; i++) {
            double radius = i % 2 == 0 ? 1 : inner;
            double x = radius * Math.cos(Math.PI * i / points);
            double y = radius * Math.sin(Math.PI * i / points);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    private static Shape bar(double x, double y, double halfWidth, double halfHeight) {
        return new Rectangle2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    private static Shape cross(double half) {
        Area area = new Area(bar(0, 0, half, 1));
        area.add(new Area(bar(0, 0, 1, half)));
        return area;
    }

    private static Shape stripes() {
        Area area = new Area(bar(0, 0, 0.15, 0.9));
        area.add(new Area(bar(-0.6, 0, 0.15, 0.75)));
        area.add(new Area(bar(0.6, 0, 0.15, 0.75)));
        return area;
    }
}
