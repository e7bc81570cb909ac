package lanewise.parallel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate(2);

    @Test
    void isClosedAtFirst() {
        assertTrue(gate.deserted());
        assertFalse(gate.enter());
        assertTrue(gate.deserted());
    }

    @Test
    void admitsAsManyAsThereIsRoomFor() {
        gate.open();
        assertTrue(gate.enter());
        assertTrue(gate.enter());
        assertFalse(gate.enter());
        assertFalse(gate.leave());
        assertTrue(gate.enter());
    }

    @Test
    void admitsNobodyOnceClosed() {
        gate.open();
        assertTrue(gate.enter());
        gate.close();
        assertFalse(gate.enter());
        assertFalse(gate.deserted());
    }

    @Test
    void theLastOfAClosedRunKnows() {
        gate.open();
        assertTrue(gate.enter());
        assertTrue(gate.enter());
        gate.close();
        assertFalse(gate.leave());
        assertTrue(gate.leave());
        assertTrue(gate.deserted());
    }

    @Test
    void opensAgain() {
        gate.open();
        gate.close();
        gate.open();
        assertTrue(gate.enter());
        assertFalse(gate.leave());
        assertFalse(gate.deserted());
    }
}
