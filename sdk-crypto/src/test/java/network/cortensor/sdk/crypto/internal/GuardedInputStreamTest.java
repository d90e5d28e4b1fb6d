package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.RejectedException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardedInputStreamTest {

    @Test
    void read_whatGoesWell_leavesTheBuffersAlone() throws IOException {
        Buffering stream = new Buffering(() -> 1);
        assertThat(stream.read()).isZero();
        assertThat(stream.wipes).isZero();
    }

    @Test
    void read_whatIsRefused_wipesAtOnceAndStaysFailed() {
        Buffering stream = new Buffering(() -> {
            throw RejectedException.ciphertext();
        });
        assertThatThrownBy(stream::read).isInstanceOf(RejectedException.class);
        assertThat(stream.wipes).isEqualTo(1);
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("has failed");
    }

    @Test
    void read_whatCannotBeRead_wipesAtOnceAndStaysFailed() {
        IOException lost = new IOException("connection lost");
        Buffering stream = new Buffering(() -> {
            throw lost;
        });
        assertThatThrownBy(stream::read).isSameAs(lost);
        assertThat(stream.wipes).isEqualTo(1);
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("has failed");
    }

    @Test
    void close_always_wipes() throws IOException {
        Buffering stream = new Buffering(() -> 1);
        stream.close();
        assertThat(stream.wipes).isEqualTo(1);
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }

    @FunctionalInterface
    private interface Production {
        int count() throws IOException;
    }

    /** Counts how often it has wiped. */
    private static final class Buffering extends GuardedInputStream {

        private final Production production;
        private int wipes;

        Buffering(Production production) {
            super(InputStream.nullInputStream());
            this.production = production;
        }

        @Override
        protected int produce(byte[] target, int offset, int length) throws IOException {
            return production.count();
        }

        @Override
        protected void wipe() {
            wipes++;
        }
    }
}
