package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ForwardingBlockStore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A store whose operator writes down what comes in: content ids and ciphertexts are no secrets. */
final class ObservedBlockStore extends ForwardingBlockStore {

    private final List<Block> seen = new CopyOnWriteArrayList<>();

    ObservedBlockStore(BlockStore real) {
        super(real);
    }

    @Override
    public void put(Block block) {
        super.put(block);
        seen.add(block);
    }

    /** Returns how often a block was put. */
    long puts(Cid cid) {
        return seen.stream().filter(block -> block.cid().equals(cid)).count();
    }

    /** Returns the blocks that are envelopes of results. */
    Stream<Block> resultEnvelopes() {
        return seen.stream().filter(ObservedBlockStore::isResultEnvelope);
    }

    static boolean isResultEnvelope(Block block) {
        return envelopeIn(block)
                .filter(envelope -> envelope.context().direction() == Direction.RESULT)
                .isPresent();
    }

    static Optional<Envelope> envelopeIn(Block block) {
        try {
            return Optional.of(Envelope.decode(block.bytes()));
        } catch (CryptoException e) {
            return Optional.empty();
        }
    }
}
