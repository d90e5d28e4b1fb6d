package network.cortensor.sdk.ipfs.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends what no HTTP library would. */
final class Wire implements AutoCloseable {
    /** Far more than anything here takes on a busy machine. */
    private static final int DEADLINE_MILLIS = 60_000;

    private static final int TRICKLE_MILLIS = 20;

    private final Socket socket = new Socket();

    private Wire(URI server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), DEADLINE_MILLIS);
    }

    static Wire to(URI server) throws IOException {
        return new Wire(server, 0);
    }

    /** For a client that makes little room for what it does not read. */
    static Wire to(URI server, int receiveBuffer) throws IOException {
        return new Wire(server, receiveBuffer);
    }

    /** Sends text as ISO 8859-1, so that every byte can be written. */
    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a request with the headers that are required; these are all in one line each. */
    Wire get(String target, String... headers) throws IOException {
        return request("GET", target, headers);
    }

    Wire request(String method, String target, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString());
    }

    /** Says that nothing more will be sent. */
    Wire end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Sends a little every now and then, until the other side has had enough; returns how often that was. */
    int trickle(String text) throws IOException {
        socket.setSoTimeout(TRICKLE_MILLIS);
        int times = 0;
        while (times * TRICKLE_MILLIS < DEADLINE_MILLIS) {
            try {
                send(text);
                times++;
                if (socket.getInputStream().read() < 0) {
                    return times;
                }
            } catch (SocketTimeoutException stillOpen) {
                // That was the pause.
            } catch (SocketException closed) {
                return times;
            }
        }
        throw new AssertionError("the other side still listens after " + times + " times");
    }

    /** Reads one line of a head, without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = socket.getInputStream().read();
        while (b >= 0 && b != '\n') {
            if (b != '\r') {
                line.write(b);
            }
            b = socket.getInputStream().read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads the status line and the headers. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    byte[] body(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** Reads until the other side closes; fails if that takes too long. */
    byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                rest.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            // As good as closed.
        }
        return rest.toByteArray();
    }

    String restText() throws IOException {
        return new String(rest(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
