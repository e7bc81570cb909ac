"use strict";

// The interactive page: form controls, a window that moves, the size, the matrix and the Java of one geometry.
const CELL = 26;
const LABELS = {
    size: "input", kernel: "kernel", stride: "stride", dilation: "dilation", padding: "padding", outputPadding: "output padding",
};
const BORDER_LABELS = {
    explicit: "by the slider", VALID: "valid: none", HALF: "half: keeps an odd kernel’s size", FULL: "full: every overlap",
    SAME_UPPER: "same, odd unit at the end", SAME_LOWER: "same, odd unit at the beginning",
};
const geometry = {
    transposed: false, size: 5, kernel: 3, stride: 2, dilation: 1, border: "explicit", padding: 1, outputPadding: 0, axes: 2,
};
let step = 0;
let playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;

function element(name, attributes = {}, ...children) {
    const made = name in { svg: 0, rect: 0, text: 0, path: 0, g: 0 }
        ? document.createElementNS("http://www.w3.org/2000/svg", name)
        : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
}

function letter(tap) {
    return tap < 26 ? String.fromCharCode(97 + tap) : "";
}

// Drawing

function filled(x, y, tone, label = "", opacity = 1) {
    return element("g", { opacity },
        element("rect", { x: x + 1, y: y + 1, width: CELL - 2, height: CELL - 2, rx: 3, fill: "currentColor", class: tone }),
        element("text", { x: x + CELL / 2, y: y + CELL - 8, "text-anchor": "middle", class: "on" }, label));
}

function hollow(x, y, label = "", opacity = 1) {
    return element("g", { opacity, class: "faint" },
        element("rect", { x: x + 1.5, y: y + 1.5, width: CELL - 3, height: CELL - 3, rx: 3, fill: "none", stroke: "currentColor" }),
        element("text", { x: x + CELL / 2, y: y + CELL - 8, "text-anchor": "middle", fill: "currentColor" }, label));
}

function frame(x, y, width, height) {
    return element("rect", { x, y, width, height, rx: 4, fill: "none", stroke: "currentColor", "stroke-width": 2, class: "now" });
}

function drawing(width, height, label, shapes) {
    return element("svg", {
        viewBox: `-3 -3 ${width + 6} ${height + 6}`, width: width + 6, role: "img", "aria-label": label, "font-size": 13,
        preserveAspectRatio: "xMinYMin",
    }, ...shapes);
}

/** Every window, a row each, under the padded input of the convolution; the current one stands out. */
function windows(axis, transposed) {
    const padded = axis.in + axis.padLo + axis.padHi;
    const gap = 8;
    const rows = transposed ? 0 : CELL + gap;
    const line = transposed ? CELL * axis.out + gap : 0;
    const shapes = [];
    for (let position = 0; position < padded; position++) {
        const u = position - axis.padLo;
        const behind = transposed ? u >= axis.in - axis.slack : position >= padded - axis.slack;
        shapes.push(u < 0 || u >= axis.in
            ? hollow(CELL * position, line)
            : filled(CELL * position, line, behind ? "t2" : transposed ? "t1" : "ink", u));
    }
    for (let o = 0; o < axis.out; o++) {
        const y = rows + CELL * o;
        const opacity = o === step ? 1 : 0.35;
        for (let k = 0; k < axis.kernel; k++) {
            const position = axis.stride * o + axis.dilation * k;
            const u = position - axis.padLo;
            shapes.push(u < 0 || u >= axis.in
                ? hollow(CELL * position, y, letter(k), opacity)
                : filled(CELL * position, y, "t0", letter(k), opacity));
        }
        shapes.push(element("text", { x: CELL * padded + 7, y: y + 18, fill: "currentColor", class: "ink" }, transposed ? "←" : "→"));
        shapes.push(filled(CELL * (padded + 1), y, transposed ? "ink" : "t1", o, opacity));
    }
    const height = CELL * (axis.out + 1) + gap;
    return drawing(CELL * (padded + 2), height, `Window ${step + 1} of ${axis.out} along one axis`, shapes);
}

/** A square: the window over what is read, padded and, for the transpose, stretched; and the results. */
function plane(axis, transposed) {
    const size = transposed ? axis.in + axis.effective - 1 : axis.in + axis.padLo + axis.padHi;
    const results = transposed ? axis.in : axis.out;
    const move = transposed ? 1 : axis.stride;
    const value = position => {
        const distance = transposed ? position - (axis.effective - 1 - axis.padLo) : position - axis.padLo;
        return distance >= 0 && (transposed
            ? distance % axis.stride === 0 && distance / axis.stride < axis.out
            : distance < axis.in);
    };
    const [row, column] = [Math.floor(step / results), step % results];
    const right = CELL * (size + 1);
    const shapes = [];
    for (let i = 0; i < size * size; i++) {
        const [x, y] = [CELL * (i % size), CELL * Math.floor(i / size)];
        shapes.push(value(i % size) && value(Math.floor(i / size)) ? filled(x, y, "ink") : hollow(x, y));
    }
    for (let i = 0; i < axis.kernel * axis.kernel; i++) {
        const [r, c] = [Math.floor(i / axis.kernel), i % axis.kernel];
        const [x, y] = [move * column + axis.dilation * c, move * row + axis.dilation * r];
        shapes.push(filled(CELL * x, CELL * y, "t0", letter(transposed ? axis.kernel * axis.kernel - 1 - i : i),
            value(x) && value(y) ? 1 : 0.5));
    }
    const natural = transposed ? axis.in - axis.slack : results;
    for (let i = 0; i < results * results; i++) {
        const [r, c] = [Math.floor(i / results), i % results];
        shapes.push(filled(right + CELL * c, CELL * r, r < natural && c < natural ? "t1" : "t2", "", i <= step ? 1 : 0.35));
    }
    shapes.push(frame(right + CELL * column, CELL * row, CELL, CELL));
    return drawing(right + CELL * results, CELL * Math.max(size, results), `Result ${step + 1} of ${results * results}`, shapes);
}

/** C, or its transpose, a square for each weight; what belongs to the current step is framed. */
function pattern(axis, transposed, axes) {
    const along = entriesOf(axis);
    const all = axes === 1 ? along : along.flatMap(([o, u, k]) => along.map(([p, v]) => [o * axis.out + p, u * axis.in + v, k]));
    const [out, input] = [axis.out ** axes, axis.in ** axes];
    const [rows, columns] = transposed ? [input, out] : [out, input];
    const side = Math.max(2, Math.min(18, Math.floor(520 / Math.max(columns, rows / 1.4))));
    const gap = side > 5 ? 1 : 0;
    const paths = [];
    for (const [o, u, k] of all) {
        const [x, y] = transposed ? [o, u] : [u, o];
        paths[k % 4] = (paths[k % 4] ?? "") + `M${x * side} ${y * side}h${side - gap}v${side - gap}h-${side - gap}z`;
    }
    const stepsOverColumns = transposed && axes === 1;
    const shapes = paths.map((d, tone) => element("path", { d, fill: "currentColor", class: `t${tone}` })).filter(Boolean);
    shapes.push(element("rect", {
        x: -0.5, y: -0.5, width: columns * side, height: rows * side, fill: "none", stroke: "currentColor", class: "faint",
    }));
    shapes.push(stepsOverColumns
        ? frame(step * side - 1, -1, side + 1, rows * side + 1)
        : frame(-1, step * side - 1, columns * side + 1, side + 1));
    const name = transposed ? "Cᵀ" : "C";
    return drawing(columns * side, rows * side, `${name}: ${rows} rows, ${columns} columns, ${all.length} entries`, shapes);
}

// Form

function radios(name, choices) {
    return element("div", { class: "choices" }, ...choices.map(([label, value]) => {
        const radio = element("input", { type: "radio", name, ...geometry[name] === value ? { checked: "" } : {} });
        radio.addEventListener("change", () => change(name, value));
        return element("label", {}, radio, ` ${label}`);
    }));
}

function slider(name) {
    const [min, max] = RANGES[name];
    const shown = element("output", { for: name }, geometry[name]);
    const range = element("input", { type: "range", id: name, min, max, value: geometry[name] });
    range.addEventListener("input", () => {
        shown.value = range.value;
        change(name, Number(range.value));
    });
    return element("div", { class: "slider" }, element("label", { for: name }, LABELS[name]), range, shown);
}

function borders() {
    const select = element("select", { id: "border" },
        ...BORDERS.map(border => element("option", { value: border }, BORDER_LABELS[border])));
    select.value = geometry.border;
    select.addEventListener("change", () => change("border", select.value));
    return element("div", { class: "slider" }, element("label", { for: "border" }, "border"), select);
}

function change(name, value) {
    geometry[name] = value;
    step = 0;
    describe();
    draw();
}

function move(by) {
    const steps = stepsOf();
    step = steps === 0 ? 0 : (step + by + steps) % steps;
    draw();
}

/** The axis, or what Lanewise says against it. */
function planned() {
    try {
        return { axis: axisOf(geometry) };
    } catch (error) {
        return { refusal: error.message };
    }
}

function stepsOf() {
    const { axis } = planned();
    return axis === undefined ? 0 : geometry.axes === 1 ? axis.out : (geometry.transposed ? axis.in : axis.out) ** 2;
}

function part(id) {
    return document.getElementById(id);
}

/** What does not change from step to step. */
function describe() {
    part("padding").disabled = geometry.border !== "explicit";
    part("outputPadding").disabled = !geometry.transposed;
    const { axes, transposed } = geometry;
    const { axis, refusal } = planned();
    const java = javaOf(geometry, axes);
    if (refusal) {
        part("sizes").textContent = "Refused";
        part("why").textContent = refusal;
        part("counts").textContent = "There is none.";
        part("java").textContent = `${java};   // IllegalArgumentException`;
        return;
    }
    const { number, formula } = relationshipOf(geometry, axis);
    part("sizes").textContent = formula;
    part("why").textContent = `Relationship ${number}${transposed && geometry.dilation > 1 ? " with the effective kernel of 14" : ""}`
        + (axis.padLo === axis.padHi ? "" : `, padding ${axis.padLo} before and ${axis.padHi} behind`);
    const [rows, columns] = transposed ? [axis.in, axis.out] : [axis.out, axis.in];
    part("counts").textContent = `${transposed ? "Cᵀ" : "C"} has ${rows ** axes} rows, ${columns ** axes} columns and `
        + `${entriesOf(axis).length ** axes} entries. The frame is around those of this step.`;
    part("java").textContent = `ConvSpec spec = ${java};\nPlan plan = Plan.${transposed ? "transpose" : "forward"}(spec);`;
}

function draw() {
    const { axes, transposed } = geometry;
    const { axis } = planned();
    part("view").replaceChildren(...axis ? [axes === 1 ? windows(axis, transposed) : plane(axis, transposed)] : []);
    part("pattern").replaceChildren(...axis ? [pattern(axis, transposed, axes)] : []);
}

function build(root) {
    const toggle = element("button", { type: "button" });
    const setPlaying = now => {
        playing = now;
        toggle.textContent = playing ? "Pause" : "Play";
    };
    const button = (label, name, by) => {
        const made = element("button", { type: "button", "aria-label": name }, label);
        made.addEventListener("click", () => {
            setPlaying(false);
            move(by);
        });
        return made;
    };
    toggle.addEventListener("click", () => setPlaying(!playing));
    setPlaying(playing);
    root.replaceChildren(
        element("form", { "aria-label": "Geometry" },
            radios("transposed", [["convolution", false], ["transposed", true]]),
            slider("size"), slider("kernel"), slider("stride"), slider("dilation"), borders(), slider("padding"),
            slider("outputPadding"), radios("axes", [["one axis", 1], ["two axes", 2]])),
        element("div", { class: "stage" },
            element("p", { class: "size", "aria-live": "polite" },
                element("strong", { id: "sizes" }), " ", element("span", { id: "why" })),
            element("div", { class: "buttons" },
                button("‹", "Step back", -1), toggle, button("›", "Step forward", 1)),
            element("div", { id: "view", class: "drawing" })),
        element("div", { class: "result" },
            element("h2", {}, "Its matrix"), element("p", { id: "counts" }), element("div", { id: "pattern", class: "drawing" }),
            element("h2", {}, "Its Java"), element("pre", { tabindex: 0 }, element("code", { id: "java" }))));
    describe();
    draw();
    setInterval(() => playing && !document.hidden && move(1), 700);
}

if (location.search === "?check") {
    document.getElementById("playground").replaceChildren(element("pre", { id: "check" }, table().join("\n")));
} else {
    build(document.getElementById("playground"));
}
