package lanewise.simd;

/** Finds out, without touching the Vector API before it is there, whether this JVM compiles it to vector instructions. */
final class Probe {
    private static final int MIN_BITS = 128;

    private Probe() {
    }

    /** What is missing and which flag cures it, or null. */
    static String unavailable() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "module jdk.incubator.vector is not resolved; start java with --add-modules jdk.incubator.vector";
        }
        String missing = missingCompiler(System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.info", ""));
        if (missing != null) {
            return missing;
        }
        int bits = Lanes.preferredBits();
        return bits >= MIN_BITS
                ? null
                : "vectors have " + bits + " bits, at least " + MIN_BITS
                        + " are needed; remove -XX:MaxVectorSize, -XX:UseAVX and -XX:UseSSE";
    }

    static String missingCompiler(String vmName, String vmInfo) {
        if (vmInfo.contains("interpreted mode")) {
            return "the JVM only interprets; remove -Xint";
        }
        if (vmInfo.contains("emulated-client")) {
            return "the C2 compiler is off; remove -XX:TieredStopAtLevel and -XX:CompilationMode";
        }
        if (!vmName.contains("Server VM")) {
            return "the JVM (" + vmName + ") has no C2 compiler; use a HotSpot server VM of JDK 25 or newer";
        }
        return null;
    }
}
