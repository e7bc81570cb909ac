/** Vector API algorithms behind {@link lanewise.core.spi.Backend}; exports nothing. */
module lanewise.simd {
    requires lanewise.core;
    requires jdk.incubator.vector;

    provides lanewise.core.spi.Backend with lanewise.simd.SimdBackend;
}
