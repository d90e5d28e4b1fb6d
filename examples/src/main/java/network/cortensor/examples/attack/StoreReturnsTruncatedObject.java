package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.MalformedException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Who: a store, or the author of an object. Wants: that a reader takes a part for the whole. Stopped by: the hash of each block
 * ({@link Block}), the links and declared sizes of a DAG ({@link ContentStore}), and behind them the mark of the last chunk in
 * an encrypted payload, which holds even for a reader who got the payload by another way ({@link OpenedEnvelope#decrypt}).
 */
final class StoreReturnsTruncatedObject implements Attack {

    /** Of an encrypted payload: the bytes of a chunk with its tag, and of what comes first. */
    private static final int CHUNK = 64 * 1024 + 16;

    private static final int NONCE = 16;

    @Override
    public String name() {
        return "store-returns-truncated-object";
    }

    @Override
    public String description() {
        return "A store leaves out the end, or a part, of an object.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (ContentStore store = ContentStore.on(BlockStore.memory())) {
            Block whole = Block.of(Codec.RAW, new byte[1000]);
            trial.fails(
                    "a block cut",
                    BlockMismatchException.class,
                    "[Block]",
                    () -> Block.verify(whole.cid(), new byte[999]));

            byte[] content = new byte[(1 << 20) + 1];
            Cid root = store.add(content);
            Cid lying = withSizesSwapped(store, root);
            trial.fails(
                    "part sizes that lie",
                    MalformedException.class,
                    "[ContentInputStream]",
                    () -> store.get(lying, content.length));
            store.blocks().delete(Block.of(Codec.RAW, new byte[1]).cid());
            trial.fails(
                    "the last leaf missing",
                    BlockNotFoundException.class,
                    "[VerifiedRead]",
                    () -> store.get(root, content.length));
        }
        cutPayload(trial);
        return trial.outcome();
    }

    /** The root says 1 MiB, then 1 byte; the liar says 1 byte, then 1 MiB, and so keeps the sum. */
    private static Cid withSizesSwapped(ContentStore store, Cid root) {
        HexFormat hex = HexFormat.of();
        byte[] honest = store.blocks().get(root).orElseThrow().bytes();
        // Two times UnixFS field 4, the size of a part: 1,048,576 and 1 as varints.
        byte[] lying = hex.parseHex(hex.formatHex(honest).replace("208080402001", "200120808040"));
        Block block = Block.of(Codec.DAG_PB, lying);
        store.blocks().put(block);
        return block.cid();
    }

    private static void cutPayload(Trial trial) throws IOException, InterruptedException {
        try (Wallet sender = Wallet.generate();
                Identity reader = Identity.generate();
                Sealing sealing = Sealing.create(reader.recipient())) {
            byte[] plaintext = new byte[3 * CHUNK];
            byte[] payload = sealing.encrypt(new ByteArrayInputStream(plaintext), plaintext.length)
                    .readAllBytes();
            SealContext context =
                    new SealContext(new TaskRef(1, 1, 1), Direction.PROMPT, sender.address(), Moments.IN_AN_HOUR);
            Envelope envelope = sealing.envelope(context, List.of(), "payload", sender);
            try (OpenedEnvelope opened = envelope.open(
                    reader,
                    new Envelope.Expected(new TaskRef(1, 1, 1), Direction.PROMPT, sender.address()),
                    Moments.NOW)) {
                byte[] cut = Arrays.copyOf(payload, NONCE + 2 * CHUNK);
                trial.rejected(
                        "a payload cut between chunks",
                        Check.CIPHERTEXT,
                        "[AgeStream]",
                        () -> opened.decrypt(new ByteArrayInputStream(cut)).readAllBytes());
                byte[] swapped = payload.clone();
                System.arraycopy(payload, NONCE + CHUNK, swapped, NONCE, CHUNK);
                System.arraycopy(payload, NONCE, swapped, NONCE + CHUNK, CHUNK);
                trial.rejected(
                        "chunks in another order",
                        Check.CIPHERTEXT,
                        "[AgeStream]",
                        () -> opened.decrypt(new ByteArrayInputStream(swapped)).readAllBytes());
            }
        }
    }
}
