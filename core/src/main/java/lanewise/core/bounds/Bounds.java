package lanewise.core.bounds;

/** Rejections that name the parameter, its value and the bound. */
public class Bounds {
    /** Static methods only. */
    protected Bounds() {
    }

    /**
     * A value that must be there.
     *
     * @param <T>       its type
     * @param parameter its name
     * @param value     the value
     * @return the value
     */
    public static <T> T given(String parameter, T value) {
        if (value == null) {
            throw new NullPointerException(parameter + " must be given, but is null");
        }
        return value;
    }

    /**
     * A value with a least one.
     *
     * @param parameter its name
     * @param value     the value
     * @param bound     the least one
     */
    public static void atLeast(String parameter, long value, long bound) {
        if (value < bound) {
            throw new IllegalArgumentException(parameter + " must be at least " + bound + ", but is " + value);
        }
    }

    /**
     * A value with a least and a greatest one.
     *
     * @param parameter its name
     * @param value     the value
     * @param least     the least one
     * @param greatest  the greatest one
     */
    public static void between(String parameter, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    parameter + " must be between " + least + " and " + greatest + ", but is " + value);
        }
    }

    /**
     * A value that must fit an int.
     *
     * @param parameter its name
     * @param value     the value
     * @return the value
     */
    public static int toSize(String parameter, long value) {
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    parameter + " must be at most " + Integer.MAX_VALUE + ", but is " + value);
        }
        return (int) value;
    }

    /**
     * A product that must fit a long.
     *
     * @param what    what it counts
     * @param factors of the product
     * @return the product
     */
    public static long product(String what, long... factors) {
        long product = 1;
        try {
            for (long factor : factors) {
                product = Math.multiplyExact(product, factor);
            }
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException(
                    what + " must be at most " + Long.MAX_VALUE + ", but overflows a long", overflow);
        }
        return product;
    }

    /**
     * Values for every axis.
     *
     * @param parameter their name
     * @param values    one for all axes or one per axis
     * @param axes      number of axes
     * @return one per axis
     */
    public static int[] perAxis(String parameter, int[] values, int axes) {
        if (given(parameter, values).length != 1 && values.length != axes) {
            throw new IllegalArgumentException(
                    parameter + " must have 1 or " + axes + " values, but has " + values.length);
        }
        int[] all = new int[axes];
        for (int i = 0; i < axes; i++) {
            all[i] = values[values.length == 1 ? 0 : i];
        }
        return all;
    }
}
