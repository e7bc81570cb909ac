/** The command line, its measurements and the JMH benchmarks. An application: other modules have no use for it. */
module lanewise.bench {
    requires info.picocli;
    requires java.desktop;
    requires java.management;
    requires jdk.incubator.vector;
    requires jmh.core;
    requires transitive lanewise.core;
    requires lanewise.parallel;
    requires me.tongfei.progressbar;
    requires tools.jackson.databind;
    requires xchart;

    // For engines on the class path.
    exports lanewise.bench.layers;
    exports lanewise.bench.measure;
    exports lanewise.bench.nodes;
    exports lanewise.bench.peers;

    opens lanewise.bench to info.picocli;
    opens lanewise.bench.demo to info.picocli;
    opens lanewise.bench.measure to info.picocli;
    opens lanewise.bench.nodes to info.picocli;
    opens lanewise.bench.onnx to info.picocli;
    opens lanewise.bench.soak to info.picocli;
    opens lanewise.bench.verify to info.picocli;
    opens lanewise.bench.visualize to info.picocli;

    uses lanewise.bench.peers.PeerEngine;
}
