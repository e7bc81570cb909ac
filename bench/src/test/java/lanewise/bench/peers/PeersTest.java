package lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {

    @Test
    void selectsByName() {
        assertEquals(Peers.NAMES, Peers.names(List.of("all")));
        assertEquals(List.of("opencv", "onednn"), Peers.names(List.of("opencv", " onednn", "opencv")));
    }

    @Test
    void refusesUnknownNames() {
        for (String unknown : List.of("", "tensorflow", "All", "onednn;opencv")) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                    () -> Peers.names(List.of("opencv", unknown)));
            assertTrue(refusal.getMessage().endsWith("but has '" + unknown + "'"), refusal.getMessage());
        }
    }

    @Test
    void saysWhoFetchesTheEngines() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> Peers.engines(List.of("onednn")));
        assertTrue(refusal.getMessage().contains("bench/lanewise compare --peers"), refusal.getMessage());
    }
}
