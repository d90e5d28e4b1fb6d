package network.cortensor.sdk.ipfs.kubo;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;

/** One command of the RPC API with its arguments. For one thread, until it is sent. */
final class KuboCommand {
    private static final RequestBody EMPTY = RequestBody.create(new byte[0]);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BOUNDARY_BITS = 160;

    private final HttpUrl.Builder url;
    private final String what;
    private boolean repeatable;
    private Absence absence = Absence.NONE;
    private RequestBody body = EMPTY;

    /** Writes the parts of a form. */
    @FunctionalInterface
    interface Parts {
        /** Writes all parts; what fails on {@code out} may come in any exception. */
        void writeTo(MultipartWriter form) throws IOException;
    }

    private KuboCommand(HttpUrl.Builder url, String what) {
        this.url = url;
        this.what = what;
    }

    /**
     * Starts a command.
     *
     * @param api the API, whose path ends with a slash
     * @param name such as {@code block/put}
     * @param what completes "could not …" in error messages
     */
    static KuboCommand of(HttpUrl api, String name, String what) {
        return new KuboCommand(api.newBuilder().addPathSegments("api/v0/" + name), what);
    }

    KuboCommand argument(Object value) {
        return with("arg", value);
    }

    KuboCommand with(String option, Object value) {
        url.addQueryParameter(option, String.valueOf(value));
        return this;
    }

    /** Says that a second such call changes nothing that the first one has not changed. */
    KuboCommand repeatable() {
        repeatable = true;
        return this;
    }

    /** Says what the daemon may answer is not there; whoever sends this catches {@link KuboRpc.NotThereException}. */
    KuboCommand mayMiss(Absence thing) {
        absence = thing;
        return this;
    }

    /** Sends a form that can be written again. */
    KuboCommand form(Parts parts) {
        body = new Form(parts, false);
        return this;
    }

    /** Sends a form that can be written once, as it comes from a stream. */
    KuboCommand formOnce(Parts parts) {
        body = new Form(parts, true);
        return this;
    }

    HttpUrl url() {
        return url.build();
    }

    String what() {
        return what;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    Absence absence() {
        return absence;
    }

    RequestBody body() {
        return body;
    }

    /** Nothing of it is held in memory: it is written while it is sent. */
    private static final class Form extends RequestBody {
        private final Parts parts;
        private final boolean once;
        private final String boundary = new BigInteger(BOUNDARY_BITS, RANDOM).toString(Character.MAX_RADIX);

        Form(Parts parts, boolean once) {
            this.parts = parts;
            this.once = once;
        }

        @Override
        public @Nullable MediaType contentType() {
            return MediaType.get(MultipartWriter.contentType(boundary));
        }

        @Override
        public boolean isOneShot() {
            return once;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            Wire wire = new Wire(sink.outputStream());
            MultipartWriter form = new MultipartWriter(wire, boundary);
            try {
                parts.writeTo(form);
                form.end();
            } finally {
                wire.rethrow();
            }
        }
    }

    /**
     * The connection. What fails on it is thrown again at the end, whatever those who wrote made of it: else a connection that
     * broke would look like a failure of the content.
     */
    private static final class Wire extends OutputStream {
        private final OutputStream out;
        private @Nullable IOException failure;

        Wire(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        void rethrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
