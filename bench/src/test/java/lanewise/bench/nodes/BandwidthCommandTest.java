package lanewise.bench.nodes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

class BandwidthCommandTest {
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
        assertArrayEquals(new int[]{1, node.y()[1]}, new int[]{node.y()[0], node.x()[1]});
    }

    @Test
    void timesALayer() {
        CommandLineCase one =
                CommandLineCase.run("bandwidth", "--filter", "mobilenet", "--rounds", "1", "--round-ms", "1")
                        .succeeds();
        assertTrue(one.lastLine().startsWith("mobilenetv2_global"), one.out());
    }

    @Test
    void refusesWhatThereIsNot() {
        CommandLineCase.run("bandwidth", "--filter", "none").isRefused("--filter must match some layer");
    }
}
