package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BlockTest {
    private final SeededRandom random = SeededRandom.create("BlockTest");
    private final byte[] bytes = random.bytes(1000);
    private final Block block = Block.of(Codec.RAW, bytes);

    @Test
    void verify_rightBytes_givesTheBlockUnderTheCidAsked() {
        Cid old = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
        assertThat(Block.verify(old, new byte[] {10, 2, 8, 1}).cid()).isEqualTo(old);
        assertThat(Block.verify(block.cid(), bytes)).isEqualTo(block).hasSameHashCodeAs(block);
    }

    @Test
    void verify_anyByteFlipped_throwsMismatch() {
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << random.below(8));
            assertThatThrownBy(() -> Block.verify(block.cid(), flipped))
                    .as(random.seed())
                    .isInstanceOf(BlockMismatchException.class);
        }
    }

    @Test
    void verify_cutOrExtended_tellsWhatWasFound() {
        byte[] cut = Arrays.copyOf(bytes, 999);
        BlockMismatchException e =
                catchThrowableOfType(BlockMismatchException.class, () -> Block.verify(block.cid(), cut));
        assertThat(e.asked()).isEqualTo(block.cid());
        assertThat(e.found()).isEqualTo(Block.of(Codec.RAW, cut).cid());
        assertThat(e.size()).isEqualTo(999);
        assertThatThrownBy(() -> Block.verify(block.cid(), Arrays.copyOf(bytes, 1001)))
                .isInstanceOf(BlockMismatchException.class);
    }

    @Test
    void verify_overTheLimit_isRefused() {
        assertThatThrownBy(() -> Block.verify(block.cid(), new byte[Block.MAX_SIZE + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("2097153");
    }

    @Test
    void of_atTheLimit_isABlockAndOneMoreByteIsTheCallersFault() {
        assertThat(Block.of(Codec.RAW, new byte[Block.MAX_SIZE]).size()).isEqualTo(Block.MAX_SIZE);
        assertThatIllegalArgumentException().isThrownBy(() -> Block.of(Codec.RAW, new byte[Block.MAX_SIZE + 1]));
    }

    @Test
    void bytes_changedByCallers_leaveTheBlockAlone() {
        byte[] mine = bytes.clone();
        Block made = Block.of(Codec.RAW, mine);
        Block verified = Block.verify(block.cid(), mine);
        mine[0]++;
        made.bytes()[1]++;
        assertThat(made.bytes()).isEqualTo(bytes);
        assertThat(verified.bytes()).isEqualTo(bytes);
    }

    @Test
    void buffer_isReadOnlyAndStartsOverEachTime() {
        ByteBuffer buffer = block.buffer();
        assertThat(buffer.isReadOnly()).isTrue();
        assertThat(buffer.hasArray()).isFalse();
        buffer.position(10);
        assertThat(block.buffer().remaining()).isEqualTo(1000);
    }

    @Test
    void stream_outputThatWritesIntoWhatItIsGiven_cannotChangeTheBlock() throws IOException {
        block.stream().transferTo(new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] given, int offset, int length) {
                Arrays.fill(given, (byte) 0);
            }
        });
        assertThat(block.bytes()).isEqualTo(bytes);
    }

    @Test
    void stream_readInAllWays_givesTheBytes() throws IOException {
        InputStream in = block.stream();
        assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
        assertThat(in.skip(9)).isEqualTo(9);
        assertThat(in.skip(-1)).isZero();
        assertThat(in.available()).isEqualTo(990);
        assertThat(in.read(new byte[5], 0, 0)).isZero();
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10, 1000));
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void toString_namesCidAndSizeOnly() {
        assertThat(block).hasToString("Block[" + block.cid() + ", 1000 bytes]");
    }
}
