package network.cortensor.sdk.ipfs.internal.http;

import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PendingAnswerTest {
    /** A body of ten bytes, behind which reading goes wrong in a way that no connection does. */
    private static final class Broken implements Source {
        private final RuntimeException failure;
        private boolean begun;

        Broken(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public long read(Buffer sink, long byteCount) {
            if (begun) {
                throw failure;
            }
            begun = true;
            sink.write(new byte[10]);
            return 10;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }

    @Test
    void answered_bodyFailsUnforeseen_readerSeesNoCleanEnd() {
        Watch watch = Watch.start("test the reader", CallOptions.none());
        PendingAnswer pending = new PendingAnswer(watch, HttpLimits.DEFAULT, new HashSet<>());
        Request request = new Request.Builder().url("http://localhost/").build();
        Response response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("")
                .build();
        IllegalStateException broken = new IllegalStateException("broken");
        HttpExchange exchange = new HttpExchange(watch.what(), request.url(), HttpLimits.DEFAULT);
        HttpAnswer received = new HttpAnswer(response, exchange, new Broken(broken), new HttpAnswer.Ending() {
            @Override
            public void close() {}

            @Override
            public RuntimeException translated(IOException e) {
                return new UncheckedIOException(e);
            }

            @Override
            public void check() {}
        });

        assertThatThrownBy(() -> pending.answered(received)).isSameAs(broken);

        try (HttpAnswer answer = pending.await()) {
            assertThatThrownBy(() -> answer.bytes(100)).isInstanceOf(UnreachableException.class);
        }
    }
}
