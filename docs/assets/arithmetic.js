"use strict";

// The arithmetic of lanewise.core.Axis and ConvMatrix. PlayTest compares all that the page offers with them.
const RANGES = {
    size: [1, 10],
    kernel: [1, 6],
    stride: [1, 4],
    dilation: [1, 3],
    padding: [0, 5],
    outputPadding: [0, 2],
};
const BORDERS = ["explicit", "VALID", "HALF", "FULL", "SAME_UPPER", "SAME_LOWER"];

/** {in, out, padLo, padHi, effective, slack} of the convolution, or an error in the words of Lanewise. */
function axisOf(g) {
    const effective = (g.kernel - 1) * g.dilation + 1;
    const a = g.transposed ? g.outputPadding : 0;
    const unpadded = (g.size - 1) * g.stride + effective + a;
    const most = Math.max(g.stride, g.dilation);
    if (g.transposed && a >= most) {
        throw new Error(`outputPadding must be below max(stride, dilation) = ${most}, but is ${a}`);
    }
    let padLo = { VALID: 0, HALF: Math.floor(effective / 2), FULL: effective - 1 }[g.border] ?? g.padding;
    let padHi = padLo;
    if (g.border.startsWith("SAME")) {
        const total = Math.max(0, g.transposed
            ? unpadded - g.size * g.stride
            : (Math.ceil(g.size / g.stride) - 1) * g.stride + effective - g.size);
        const half = Math.floor(total / 2);
        padLo = g.border === "SAME_UPPER" ? half : total - half;
        padHi = total - padLo;
    }
    const padding = padLo + padHi;
    const written = g.transposed
        ? unpadded - padding
        : Math.floor((g.size + padding - effective) / g.stride) + 1;
    if (written < 1) {
        throw new Error(g.transposed
            ? `padLo + padHi must be below ${unpadded}, but is ${padding}: the output would be empty`
            : `kernel must fit the padded input, but its effective size ${effective} exceeds ${g.size + padding}: the output would be empty`);
    }
    const [input, out] = g.transposed ? [written, g.size] : [g.size, written];
    const slack = input + padding - effective - g.stride * (out - 1);
    return { in: input, out, padLo, padHi, effective, slack, kernel: g.kernel, stride: g.stride, dilation: g.dilation };
}

/** Number of the relationship in Dumoulin & Visin 2016, and the size with its numbers. */
function relationshipOf(g, axis) {
    const padding = axis.padLo + axis.padHi;
    const plus = units => units === 0 ? "" : ` + ${units}`;
    const even = axis.padLo === axis.padHi;
    const unitStride = padding === 0 ? 1
        : even && g.kernel % 2 === 1 && axis.padLo === (g.kernel - 1) / 2 ? 3
        : even && axis.padLo === g.kernel - 1 ? 4 : 2;
    if (g.transposed) {
        const stretched = (g.stride === 1 ? "" : `${g.stride}·`) + `(${axis.out} − 1)`;
        return {
            number: axis.slack > 0 || g.dilation > 1 ? 13 : g.stride > 1 ? (padding === 0 ? 11 : 12) : 6 + unitStride,
            formula: `o′ = ${stretched}${plus(axis.slack)} + ${axis.effective}${padding === 0 ? "" : ` − ${padding}`} = ${axis.in}`,
        };
    }
    const size = `${axis.in}${plus(padding)} − ${axis.effective}`;
    return {
        number: g.dilation > 1 ? 14 : g.stride > 1 ? (padding === 0 ? 5 : 6) : unitStride,
        formula: `o = ${g.stride === 1 ? size : `⌊(${size}) / ${g.stride}⌋`} + 1 = ${axis.out}`,
    };
}

/** The entries [o, u, k] of C, row by row. */
function entriesOf(axis) {
    const entries = [];
    for (let o = 0; o < axis.out; o++) {
        for (let k = 0; k < axis.kernel; k++) {
            const u = axis.stride * o + axis.dilation * k - axis.padLo;
            if (u >= 0 && u < axis.in) {
                entries.push([o, u, k]);
            }
        }
    }
    return entries;
}

/** The Java that makes the specification, over one axis or two. */
function javaOf(g, axes) {
    const sizes = Array(axes).fill(g.size).join(", ");
    const padding = g.border === "explicit" ? g.padding && `.padding(${g.padding})` : `.padding(Border.${g.border})`;
    return `ConvSpec.${g.transposed ? "convTranspose" : "conv"}(1, 1, ${sizes}).kernel(${g.kernel})`
        + (g.stride > 1 ? `.stride(${g.stride})` : "")
        + (g.dilation > 1 ? `.dilation(${g.dilation})` : "")
        + (padding || "")
        + (g.transposed && g.outputPadding > 0 ? `.outputPadding(${g.outputPadding})` : "")
        + ".build()";
}

/** Calls with every geometry that the page offers. */
function everyGeometry(visit) {
    const range = name => Array.from({ length: RANGES[name][1] - RANGES[name][0] + 1 }, (_, i) => RANGES[name][0] + i);
    for (const transposed of [false, true]) {
        for (const size of range("size")) {
            for (const kernel of range("kernel")) {
                for (const stride of range("stride")) {
                    for (const dilation of range("dilation")) {
                        for (const border of BORDERS) {
                            for (const padding of border === "explicit" ? range("padding") : [0]) {
                                for (const outputPadding of transposed ? range("outputPadding") : [0]) {
                                    visit({ transposed, size, kernel, stride, dilation, border, padding, outputPadding });
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/**
 * A line for every geometry: what was asked, and the axis, its relationship and a hash of its entries, or the error; the
 * Java of some.
 */
function table() {
    const sample = 199;
    const lines = [];
    everyGeometry(g => {
        const asked = [g.transposed, g.size, g.kernel, g.stride, g.dilation, g.border, g.padding, g.outputPadding].join(" ");
        try {
            const axis = axisOf(g);
            const { number, formula } = relationshipOf(g, axis);
            const hash = entriesOf(axis).flat().reduce((sum, value) => Math.imul(31, sum) + value | 0, 1);
            const sizes = [axis.in, axis.out, axis.padLo, axis.padHi, hash].join(" ");
            const java = lines.length % sample === 0 ? [javaOf(g, 1)] : [];
            lines.push([asked, sizes, number, formula, ...java].join("|"));
        } catch (error) {
            lines.push([asked, error.message].join("|"));
        }
    });
    return lines;
}
