package lanewise.core.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LeasesTest {

    @Test
    void givesBackWhatItWasGiven() {
        Leases<Object> leases = new Leases<>(2);
        assertNull(leases.take());
        Object one = new Object();
        leases.give(one);
        assertSame(one, leases.take());
        assertNull(leases.take());
    }

    @Test
    void keepsNoMoreThanItsCapacity() {
        Leases<Integer> leases = new Leases<>(2);
        for (int i = 0; i < 3; i++) {
            leases.give(i);
        }
        assertEquals(Set.of(0, 1), Set.of(leases.take(), leases.take()));
        assertNull(leases.take());
    }

    @Test
    void noObjectHasTwoTakers() throws Exception {
        Leases<Object> leases = new Leases<>(3);
        Set<Object> taken = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        Object mine = leases.take();
                        Object used = mine == null ? new Object() : mine;
                        assertTrue(taken.add(used));
                        taken.remove(used);
                        leases.give(used);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }
}
