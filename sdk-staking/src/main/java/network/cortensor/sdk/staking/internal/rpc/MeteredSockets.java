package network.cortensor.sdk.staking.internal.rpc;

import javax.net.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes sockets that fail once more bytes have come in than a message may have, unless {@link #reset} says that one is over.
 *
 * <p>For WebSockets: OkHttp keeps a message in memory until it is whole, however long it gets, and cannot be told a limit.
 */
final class MeteredSockets extends SocketFactory {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    MeteredSockets(long most) {
        this.most = most;
    }

    /** A message is over. */
    void reset() {
        taken.set(0);
    }

    boolean isExceeded() {
        return taken.get() > most;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return metered(super.getInputStream());
            }
        };
    }

    private InputStream metered(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                count(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                count(Math.max(count, 0));
                return count;
            }
        };
    }

    private void count(int bytes) throws IOException {
        if (taken.addAndGet(bytes) > most) {
            throw new LimitedStream.TooLong();
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("OkHttp connects sockets itself, with its time-outs");
    }
}
