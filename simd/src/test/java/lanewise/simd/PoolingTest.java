package lanewise.simd;

import lanewise.core.pooling.PoolingCheck;
import org.junit.jupiter.api.Test;

class PoolingTest {
    @Test
    void vectorsAreTheDefinition() {
        PoolingCheck.check("simd", Lanes.SPECIES.vectorBitSize() > Lanes.preferredBits() ? 170 : 500);
    }
}
