package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.Limits;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A context together with the keys that it was sealed for: what the context stanza holds and the sender signs (SPEC §5). */
final class BoundContext {

    /** Enough for every miner and validator of a task; keeps the reader's work and an envelope's size bounded. */
    static final int MAX_RECIPIENTS = 64;

    static final String TYPE = "cortensor.network/ctx";

    private static final String WHAT = "the context of an envelope";
    private static final String VERSION_ARGUMENT = "v1";
    private static final int VERSION = 1;

    private final SealContext context;
    private final List<KeyId> recipients;

    private BoundContext(SealContext context, List<KeyId> recipients) {
        this.context = context;
        this.recipients = recipients;
    }

    /** Binds; the recipients must be sorted, different from each other, and 1 to {@value #MAX_RECIPIENTS}. */
    static BoundContext of(SealContext context, List<KeyId> sortedRecipients) {
        return new BoundContext(context, List.copyOf(sortedRecipients));
    }

    /**
     * Reads the stanza.
     *
     * @throws MalformedException if it is not the canonical form of a context of this version
     */
    static BoundContext parse(Stanza stanza) {
        if (!stanza.type().equals(TYPE)) {
            throw new MalformedException("the last stanza of an envelope must be " + TYPE);
        }
        if (!stanza.arguments().equals(List.of(TYPE, VERSION_ARGUMENT))) {
            throw new MalformedException(
                    WHAT + " has a version that this reader does not know; it knows " + VERSION_ARGUMENT);
        }
        AbiWords.Reader words = new AbiWords.Reader(WHAT, stanza.body());
        if (words.uint64("version") != VERSION) {
            throw new MalformedException(WHAT + " contradicts the version of its stanza");
        }
        SealContext context = new SealContext(
                new TaskRef(words.positive("chainId"), words.uint64("sessionId"), words.uint64("taskId")),
                direction(words.uint64("direction")),
                words.address("sender"),
                expiry(words.uint64("expiry")));
        return new BoundContext(context, recipients(words));
    }

    private static Direction direction(long code) {
        for (Direction direction : Direction.values()) {
            if (direction.code() == code) {
                return direction;
            }
        }
        throw new MalformedException(WHAT + ": direction is neither prompt nor result");
    }

    private static Instant expiry(long second) {
        if (!Limits.isSecond(second)) {
            throw new MalformedException(WHAT + ": expiry must lie after 1970 and before 10000");
        }
        return Instant.ofEpochSecond(second);
    }

    private static List<KeyId> recipients(AbiWords.Reader words) {
        List<KeyId> recipients = new ArrayList<>();
        while (words.hasMore()) {
            KeyId next = KeyId.decode(words.bytes32("a recipient"));
            if (!recipients.isEmpty() && recipients.get(recipients.size() - 1).compareTo(next) >= 0) {
                throw new MalformedException(WHAT + ": recipients must be sorted and different from each other");
            }
            recipients.add(next);
        }
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw new MalformedException(
                    WHAT + " must have 1 to " + MAX_RECIPIENTS + " recipients, found " + recipients.size());
        }
        return List.copyOf(recipients);
    }

    Stanza stanza() {
        List<byte[]> words = new ArrayList<>(List.of(
                AbiWords.uint64(VERSION),
                AbiWords.uint64(context.task().chainId()),
                AbiWords.uint64(context.task().sessionId()),
                AbiWords.uint64(context.task().taskId()),
                AbiWords.uint64(context.direction().code()),
                AbiWords.address(context.sender()),
                AbiWords.uint64(context.expiry().getEpochSecond())));
        recipients.forEach(recipient -> words.add(recipient.bytes()));
        return Stanza.of(List.of(TYPE, VERSION_ARGUMENT), AbiWords.concat(words.toArray(byte[][]::new)));
    }

    /** Returns the message that the sender signs over a header and a payload (SPEC §6). */
    TypedData signed(AgeHeader header, String payload) {
        byte[] contextHash = message("SealContext")
                .uint64("version", VERSION)
                .uint64("chainId", context.task().chainId())
                .uint64("sessionId", context.task().sessionId())
                .uint64("taskId", context.task().taskId())
                .uint64("direction", context.direction().code())
                .address("sender", context.sender())
                .uint64("expiry", context.expiry().getEpochSecond())
                .bytes32List("recipients", recipients.stream().map(KeyId::bytes).toList())
                .build()
                .structHash();
        return message("SealedObject")
                .bytes32("header", Hashes.keccak256(header.encoded()))
                .text("payload", payload)
                .bytes32("context", contextHash)
                .build();
    }

    private TypedData.Builder message(String type) {
        return TypedData.builder(
                type, "Cortensor sealed object", "1", context.task().chainId());
    }

    SealContext context() {
        return context;
    }

    List<KeyId> recipients() {
        return recipients;
    }
}
