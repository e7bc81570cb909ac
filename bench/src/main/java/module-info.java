/** The command line, its measurements and the JMH benchmarks. An application: other modules have no use for it. */
module lanewise.bench {
    requires info.picocli;
    requires java.desktop;
    requires java.management;
    requires jdk.incubator.vector;
    requires jmh.core;
    requires lanewise.core;
    requires lanewise.parallel;
    requires me.tongfei.progressbar;
    requires tools.jackson.databind;

    opens lanewise.bench to info.picocli;
    opens lanewise.bench.demo to info.picocli;
    opens lanewise.bench.measure to info.picocli;
    opens lanewise.bench.onnx to info.picocli;
    opens lanewise.bench.verify to info.picocli;
}
