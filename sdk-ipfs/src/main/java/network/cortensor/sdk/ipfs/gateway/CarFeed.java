package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.car.CarLimits;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The blocks that one gateway streams, each verified, in whatever order they come. For one thread. */
final class CarFeed implements AutoCloseable {
    private final Gateway gateway;
    private final HttpAnswer answer;
    private final Ending in;
    private @Nullable CarReader reader;
    private long useful;

    CarFeed(Gateway gateway, HttpAnswer answer) {
        this.gateway = gateway;
        this.answer = answer;
        // How much may come is a matter of what is done with it: useless blocks are counted where they are recognised.
        this.in = new Ending(answer.stream(Long.MAX_VALUE));
    }

    Gateway gateway() {
        return gateway;
    }

    /**
     * Returns the next block, or empty at the end of the stream.
     *
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if its bytes are not those of its CID
     * @throws network.cortensor.sdk.ipfs.MalformedException if the stream is no CAR, or ends within a block
     * @throws network.cortensor.sdk.ipfs.UnreachableException if the connection is cut off or stalls
     */
    Optional<Block> next() {
        if (reader == null) {
            reader = CarReader.open(in, CarLimits.none(), CallOptions.none());
        }
        return reader.next();
    }

    /** Whether the gateway ended the stream, rather than one of its blocks being wrong. */
    boolean isAtEnd() {
        return in.ended;
    }

    void wasUseful() {
        if (useful++ == 0) {
            gateway.delivered();
        }
    }

    /** Returns how many blocks of it were wanted. */
    long useful() {
        return useful;
    }

    @Override
    public void close() {
        answer.close();
    }

    private static final class Ending extends FilterInputStream {
        private boolean ended;

        Ending(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            ended |= next < 0;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            ended |= count < 0;
            return count;
        }
    }
}
