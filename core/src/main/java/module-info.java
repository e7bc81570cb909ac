/**
 * Convolution arithmetic, the plan-bind-run API, and the scalar reference every other backend is measured against.
 */
module lanewise.core {
    exports lanewise.core;
    exports lanewise.core.pooling;
    exports lanewise.core.rearrange;
    exports lanewise.core.reference;
    exports lanewise.core.resize;
    exports lanewise.core.spi;

    uses lanewise.core.spi.Backend;
}
