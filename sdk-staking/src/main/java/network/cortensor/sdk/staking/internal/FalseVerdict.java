package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.internal.abi.AbiParameters;
import network.cortensor.sdk.staking.internal.transaction.Signature;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What proves that a validator called a good signature wrong: the same rules as in {@code FalseVerdict.sol}, which says why
 * nobody can prove it of a validator that checks before it claims. Immutable.
 *
 * @param chainId the chain that the task lives on
 * @param task the task
 * @param miner whose signature
 * @param validator who called it wrong
 */
record FalseVerdict(long chainId, TaskId task, Address miner, Address validator) {
    private static final Hash DOMAIN = hash("EIP712Domain(string name,string version,uint256 chainId)");
    private static final Hash NAME = hash("Cortensor node statement");
    private static final Hash VERSION = hash("1");
    private static final Hash STATEMENT =
            hash("NodeStatement(uint64 session,uint64 task,address miner,string prompt,bytes32 answer,string model)");
    private static final AbiParameters DOMAIN_LAYOUT = AbiParameters.parse("bytes32,bytes32,bytes32,uint256");
    private static final AbiParameters STATEMENT_LAYOUT =
            AbiParameters.parse("bytes32,uint64,uint64,address,bytes32,bytes32,bytes32");
    private static final short TYPED_DATA = 0x1901;

    /** Characters of a hash, and of the 65 bytes of a signature in base64url. */
    private static final int SEEN = 66;

    private static final int SIGNATURE = 87;

    /** Nothing before the model has a colon; the model is the rest, whatever it is. */
    private static final Pattern PARTS =
            Pattern.compile("([^:]*):(0x[0-9a-fA-F]{64}):([0-9A-Za-z_-]{87}):(.*)", Pattern.DOTALL);

    /** What the ledger has as the evidence of a verdict that is these bytes. */
    static Hash evidence(byte[] verdict) {
        try {
            return Hash.decode(MessageDigest.getInstance("SHA-256").digest(verdict));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Why it is not proved; empty if it is. */
    Optional<String> flaw(byte[] verdict, byte[] statement) {
        // One character for each byte, so that places in the text are places in the bytes.
        String text = new String(statement, ISO_8859_1);
        String start = "cortensor:statement:1:" + chainId + ":" + task + ":" + miner + ":";
        Matcher parts = PARTS.matcher(text);
        if (!text.startsWith(start)
                || !parts.region(start.length(), text.length()).matches()) {
            return Optional.of("a statement of another miner, task, chain or form");
        }
        if (!claims(new String(verdict, ISO_8859_1), parts.group(1), Hash.keccak256(statement))) {
            return Optional.of("a verdict that does not call the signature of this statement wrong");
        }
        Hash signed = digest(parts.group(1), Hash.parse(parts.group(2)), parts.group(4));
        byte[] signature = Base64.getUrlDecoder().decode(parts.group(3).getBytes(US_ASCII));
        return Signature.isBy(miner, signed, signature)
                ? Optional.empty()
                : Optional.of("a statement that its miner did not sign");
    }

    /** All of the verdict but its findings, what the validator saw, and its signature: the ledger had it of the validator. */
    private boolean claims(String verdict, String prompt, Hash statement) {
        String first = "{\"chain\":" + chainId + ",\"claim\":\"SIGNATURE\",\"findings\":[";
        String second = "],\"miner\":\"" + miner + "\",\"prompt\":\"" + prompt + "\",\"seen\":\"";
        String third = "\",\"session\":" + task.session() + ",\"signature\":\"";
        String last = "\",\"statement\":\"" + statement + "\",\"task\":" + task.number() + ",\"validator\":\""
                + validator + "\",\"version\":1}";
        int begin = verdict.length() - second.length() - SEEN - third.length() - SIGNATURE - last.length();
        return begin >= first.length()
                && verdict.startsWith(first)
                && verdict.startsWith(second, begin)
                && verdict.startsWith(third, begin + second.length() + SEEN)
                && verdict.endsWith(last);
    }

    /** What the miner's wallet signs (EIP-712). */
    private Hash digest(String prompt, Hash answer, String model) {
        Hash separator = Hash.keccak256(DOMAIN_LAYOUT.encode(DOMAIN, NAME, VERSION, chainId));
        Hash struct = Hash.keccak256(STATEMENT_LAYOUT.encode(
                STATEMENT, task.session().value(), task.number(), miner, hash(prompt), answer, hash(model)));
        return Hash.keccak256(ByteBuffer.allocate(Short.BYTES + 2 * Hash.LENGTH)
                .putShort(TYPED_DATA)
                .put(separator.bytes())
                .put(struct.bytes())
                .array());
    }

    /** Of a text with one character for each byte. */
    private static Hash hash(String bytes) {
        return Hash.keccak256(bytes.getBytes(ISO_8859_1));
    }
}
