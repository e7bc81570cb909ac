package lanewise.core.pooling;

import org.junit.jupiter.api.Test;

class PoolingTest {
    @Test
    void scalarsAreTheDefinition() {
        PoolingCheck.check("scalar", 700);
    }
}
