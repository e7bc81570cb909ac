package lanewise.bench.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void movesChannels() {
        Tensor first = new Tensor(new int[]{1, 2, 1, 3}, new float[]{1, 2, 3, 4, 5, 6});
        Tensor last = first.channelsLast();
        assertArrayEquals(new int[]{1, 1, 3, 2}, last.shape());
        assertArrayEquals(new float[]{1, 4, 2, 5, 3, 6}, last.values());
        assertArrayEquals(first.shape(), last.channelsFirst().shape());
        assertArrayEquals(first.values(), last.channelsFirst().values());
    }

    @Test
    void movesChannelsOfEmptyTensors() {
        Tensor noChannels = Tensor.zeros("x", 2, 0, 5);
        assertArrayEquals(new int[]{2, 5, 0}, noChannels.channelsLast().shape());
        assertArrayEquals(noChannels.shape(), noChannels.channelsLast().channelsFirst().shape());
    }

    @Test
    void countsElementsExactly() {
        assertEquals(0, Tensor.elements("x", Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0));
        assertThrows(IllegalArgumentException.class, () -> Tensor.elements("x", 1 << 16, 1 << 16));
        assertThrows(IllegalArgumentException.class, () -> Tensor.elements("x", 2, -1));
        assertThrows(IllegalArgumentException.class, () -> new Tensor(new int[]{2}, new float[3]));
    }

    @Test
    void namesElements() {
        assertEquals("[1, 0, 2]", Tensor.zeros("x", 2, 2, 3).index(8));
    }
}
