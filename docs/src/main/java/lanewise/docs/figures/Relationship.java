package lanewise.docs.figures;

import lanewise.core.Axis;

/**
 * Which relationship of Dumoulin &amp; Visin 2016 gives the size of an axis, and the size written out with its numbers.
 * The interactive page says the same in JavaScript, and a test compares every word.
 *
 * @param number  1 to 14
 * @param formula the size with its numbers
 */
public record Relationship(int number, String formula) {

    /**
     * {@return the relationship of a convolution}
     *
     * @param axis what {@code Axis.conv} gave
     */
    public static Relationship of(Axis axis) {
        int padding = axis.padLo() + axis.padHi();
        String size = "(" + axis.in() + plus(padding) + " − " + axis.effectiveKernel() + ")";
        String formula = axis.stride() == 1
                ? "o = " + size.substring(1, size.length() - 1) + " + 1"
                : "o = ⌊" + size + " / " + axis.stride() + "⌋ + 1";
        int number = axis.dilation() > 1 ? 14 : axis.stride() > 1 ? padding == 0 ? 5 : 6 : unitStride(axis);
        return new Relationship(number, formula + " = " + axis.out());
    }

    /**
     * {@return the relationship of a transposed convolution}
     *
     * @param axis what {@code Axis.transposed} gave: reads {@code out}, writes {@code in}
     */
    public static Relationship transposed(Axis axis) {
        int padding = axis.padLo() + axis.padHi();
        String formula = "o′ = " + (axis.stride() == 1 ? "" : axis.stride() + "·") + "(" + axis.out() + " − 1)"
                + plus((int) axis.slack()) + " + " + axis.effectiveKernel() + (padding == 0 ? "" : " − " + padding);
        int number = axis.slack() > 0 || axis.dilation() > 1
                ? 13
                : axis.stride() > 1 ? padding == 0 ? 11 : 12 : 6 + unitStride(axis);
        return new Relationship(number, formula + " = " + axis.in());
    }

    private static int unitStride(Axis axis) {
        if (axis.padLo() + axis.padHi() == 0) {
            return 1;
        }
        boolean even = axis.padLo() == axis.padHi();
        boolean half = axis.kernel() % 2 == 1 && axis.padLo() == axis.kernel() / 2;
        return even && half ? 3 : even && axis.padLo() == axis.kernel() - 1 ? 4 : 2;
    }

    private static String plus(int units) {
        return units == 0 ? "" : " + " + units;
    }
}
