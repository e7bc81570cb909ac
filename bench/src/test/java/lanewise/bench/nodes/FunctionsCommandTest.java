package lanewise.bench.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lanewise.bench.CommandLineCase;
import lanewise.core.Layout;
import lanewise.core.PlanOptions;
import lanewise.core.TensorFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

class FunctionsCommandTest {
    static List<Node> nodes() {
        return Networks.ALL;
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void shapesAreThoseOfTheFunctions(Node node) {
        for (Layout layout : Layout.values()) {
            TensorFunction function = node.plan(PlanOptions.DEFAULTS.withLayout(layout));
            assertEquals(node.inElements(), function.inElements());
            assertEquals(node.outElements(), function.outElements());
        }
        assertEquals(1, node.x()[0]);
        assertEquals(1, node.y()[0]);
    }

    @Test
    void timesALayer() {
        CommandLineCase one =
                CommandLineCase.run("compare", "functions", "--filter", "mobilenet", "--rounds", "1", "--round-ms", "1")
                        .succeeds();
        assertTrue(one.out().contains("mobilenetv2_global "), one.out());
        assertTrue(one.lastLine().matches("at least 70 % of the copy's bandwidth: [01] of 1"), one.out());
    }

    @Test
    void refusesWhatThereIsNot() {
        CommandLineCase.run("compare", "--threads", "2", "functions").isRefused("options must come behind functions");
        CommandLineCase.run("compare", "functions", "--filter", "none").isRefused("--filter must match some layer");
    }
}
