package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A validator's signed word about one miner's result, with what it rests on. Its {@link #evidence()} is what the ledger gets
 * with the verdict, and at the same time the hash under which the whole is in a store, so that everybody can read why.
 *
 * <p>EIP-712, domain {@code Cortensor validator verdict} version 1, type {@code ValidatorVerdict(uint64 session,uint64
 * task,address validator,address miner,string prompt,string claim,bytes32 statement,bytes32 seen,bytes32 findings)}; a missing
 * statement is 32 zero bytes twice, {@code findings} the Keccak-256 of the findings as canonical JSON. Immutable. It holds no
 * part of a prompt or an answer.
 */
public final class ValidatorVerdict {

    /** What a validator says of a result. Only {@link #SIGNATURE} is a claim that can be refuted by the statement alone. */
    public enum Claim {
        /** Its evidence holds, and it says the same as most of the results. */
        AGREES(true),
        /** Its evidence holds, and the validator got the same by running the model itself. */
        REPRODUCED(true),
        /** Its evidence holds, and there was nothing that would tell whether the answer is right. */
        UNDECIDED(true),
        /** What it revealed is not what it committed to for this task, or its statement is not the one it named then. */
        COMMITMENT(false),
        /** What it stored and committed to is no result. */
        SEAL(false),
        /** Its wallet did not sign the statement that it made. */
        SIGNATURE(false),
        /** Its evidence holds, and it says something else than most of the results. */
        DISSENTS(false),
        /** Its evidence holds, and the validator got something else by running the model itself. */
        NOT_REPRODUCED(false);

        private final boolean accepts;

        Claim(boolean accepts) {
            this.accepts = accepts;
        }

        /** Returns whether the ledger is told to accept the result. */
        public boolean accepts() {
            return accepts;
        }
    }

    /** The largest encoded verdict in bytes. */
    public static final int MAX_BYTES = 32 * 1024;

    private static final int MAX_FINDINGS = 16;
    private static final int MAX_FINDING_CHARACTERS = 240;
    private static final long VERSION = 1;
    private static final Hash NOTHING = Hash.decode(new byte[Hash.LENGTH]);

    private final Said said;
    private final WalletSignature signature;

    /** What is signed. */
    private record Said(
            long chainId,
            TaskId task,
            Address validator,
            Address miner,
            Cid prompt,
            Claim claim,
            Hash statement,
            Hash seen,
            List<Evidence> findings) {

        TypedData typedData() {
            return TypedData.builder("ValidatorVerdict", "Cortensor validator verdict", "1", chainId)
                    .uint64("session", task.session().value())
                    .uint64("task", task.number())
                    .address("validator", Counterparts.wallet(validator))
                    .address("miner", Counterparts.wallet(miner))
                    .text("prompt", prompt.toString())
                    .text("claim", claim.name())
                    .bytes32("statement", statement.bytes())
                    .bytes32("seen", seen.bytes())
                    .bytes32(
                            "findings",
                            Hash.keccak256(Json.write(Map.of("findings", listed())))
                                    .bytes())
                    .build();
        }

        List<Map<String, Object>> listed() {
            List<Map<String, Object>> listed = new ArrayList<>();
            for (Evidence one : findings) {
                listed.add(new TreeMap<>(
                        Map.of("layer", one.layer().name(), "holds", one.holds() ? 1L : 0L, "finding", one.finding())));
            }
            return listed;
        }
    }

    private ValidatorVerdict(Said said, WalletSignature signature) {
        this.said = said;
        this.signature = signature;
    }

    /**
     * Signs a verdict.
     *
     * @param statement the miner's statement as the validator found it in the sealed result; null when it found none
     * @param findings what was checked; at most the last 16 are kept, and of each 240 characters
     * @throws IllegalArgumentException when a signature is claimed to be wrong without the statement, or under one whose model is
     *     no Unicode: its digest would be that of another, which may be signed
     */
    public static ValidatorVerdict sign(
            WalletSigner validator,
            TaskFacts facts,
            Address miner,
            Claim claim,
            @Nullable NodeStatement statement,
            List<Evidence> findings) {
        if (claim == Claim.SIGNATURE
                && (statement == null || !StandardCharsets.UTF_8.newEncoder().canEncode(statement.model()))) {
            throw new IllegalArgumentException("Whose signature is wrong has made a statement in Unicode: name it");
        }
        Address self = Counterparts.of(validator.address());
        List<Evidence> kept = findings.subList(Math.max(0, findings.size() - MAX_FINDINGS), findings.size()).stream()
                .map(one -> new Evidence(one.layer(), one.holds(), cut(one.finding())))
                .toList();
        Said said = new Said(
                facts.chainId(),
                facts.task(),
                self,
                miner,
                facts.prompt(),
                claim,
                statement == null ? NOTHING : statement.digest(),
                statement == null ? NOTHING : sight(self, statement),
                kept);
        return new ValidatorVerdict(said, said.typedData().sign(validator));
    }

    private static String cut(String finding) {
        if (finding.length() <= MAX_FINDING_CHARACTERS) {
            return finding;
        }
        int end = Character.isHighSurrogate(finding.charAt(MAX_FINDING_CHARACTERS - 1))
                ? MAX_FINDING_CHARACTERS - 1
                : MAX_FINDING_CHARACTERS;
        return finding.substring(0, end);
    }

    /** Only who has the statement, and so has opened the result or was told by one who has, can tell it; and for one address. */
    private static Hash sight(Address validator, NodeStatement statement) {
        return Hash.keccak256(
                ("cortensor:seen:1:" + validator + ":" + statement.text()).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether the signature is the one of {@link #validator()} over exactly these values. */
    public boolean holds() {
        try {
            return Counterparts.of(said.typedData().recover(signature)).equals(said.validator());
        } catch (RejectedException | IllegalArgumentException e) {
            return false; // an altered signature may belong to no key, an altered text may be no text
        }
    }

    /**
     * Returns whether the validator had this statement before it when it signed. One that copied its verdict from another
     * validator's, which everybody can read, had not: what it would have to know is under the seal of the result.
     */
    public boolean saw(NodeStatement statement) {
        return said.seen().equals(sight(said.validator(), statement));
    }

    /** Whether another verdict says the same, whatever was signed when. */
    boolean says(ValidatorVerdict other) {
        return said.equals(other.said);
    }

    /** Returns the hash that the ledger gets with the verdict: the SHA-256 of {@link #encoded()}. */
    public Hash evidence() {
        return Hash.decode(block().cid().digest());
    }

    /** Returns the content id under which the verdict with this {@link #evidence()} is in a store. */
    public static Cid idOf(Hash evidence) {
        return Cid.of(Codec.RAW, evidence.bytes());
    }

    /** Returns the block to store. */
    public Block block() {
        return Block.of(Codec.RAW, encoded());
    }

    /** Returns the one encoding, which {@link #decode} reads. The array is the caller's. */
    public byte[] encoded() {
        return Json.write(map());
    }

    Map<String, Object> map() {
        Map<String, Object> map = new TreeMap<>();
        map.put("version", VERSION);
        map.put("chain", said.chainId());
        map.put("session", said.task().session().value());
        map.put("task", said.task().number());
        map.put("validator", said.validator().toString());
        map.put("miner", said.miner().toString());
        map.put("prompt", said.prompt().toString());
        map.put("claim", said.claim().name());
        map.put("statement", said.statement().toString());
        map.put("seen", said.seen().toString());
        map.put("findings", said.listed());
        map.put("signature", signature.toString());
        return map;
    }

    /**
     * Reads a verdict. Proves nothing: {@link #holds} does.
     *
     * @throws EvidenceException when the bytes are not the encoding of a verdict of version 1
     */
    public static ValidatorVerdict decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new EvidenceException(
                    "A validator's verdict has at most " + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        try {
            ValidatorVerdict verdict = of(Json.read(encoded));
            if (!Arrays.equals(verdict.encoded(), encoded)) {
                throw new MalformedMessageException("another encoding than the canonical one");
            }
            return verdict;
        } catch (MalformedMessageException e) {
            throw new EvidenceException("A validator's verdict cannot be read: " + e.getMessage(), e);
        }
    }

    static ValidatorVerdict of(JsonNode json) {
        if (Json.number(json, "version") != VERSION) {
            throw new MalformedMessageException("not a verdict of version " + VERSION);
        }
        JsonNode listed = json.get("findings");
        if (listed == null || !listed.isArray() || listed.size() > MAX_FINDINGS) {
            throw new MalformedMessageException("field 'findings' is missing or no list of at most " + MAX_FINDINGS);
        }
        try {
            List<Evidence> findings = new ArrayList<>();
            for (JsonNode one : listed) {
                findings.add(new Evidence(
                        Layer.valueOf(Json.text(one, "layer")),
                        Json.number(one, "holds") == 1,
                        cut(Json.text(one, "finding"))));
            }
            return new ValidatorVerdict(
                    new Said(
                            Json.number(json, "chain"),
                            new TaskId(new SessionId(Json.number(json, "session")), Json.number(json, "task")),
                            Address.parse(Json.text(json, "validator")),
                            Address.parse(Json.text(json, "miner")),
                            Cid.parse(Json.text(json, "prompt")),
                            Claim.valueOf(Json.text(json, "claim")),
                            Hash.parse(Json.text(json, "statement")),
                            Hash.parse(Json.text(json, "seen")),
                            List.copyOf(findings)),
                    WalletSignature.parse(Json.text(json, "signature")));
        } catch (IllegalArgumentException | IpfsException | CryptoException e) {
            throw new MalformedMessageException("a verdict with a value out of range, or of a later version");
        }
    }

    /** Returns the chain that the task lives on. */
    public long chainId() {
        return said.chainId();
    }

    /** Returns the task. */
    public TaskId task() {
        return said.task();
    }

    /** Returns who judges. */
    public Address validator() {
        return said.validator();
    }

    /** Returns whose result. */
    public Address miner() {
        return said.miner();
    }

    /** Returns the content id of the sealed prompt's payload. */
    public Cid prompt() {
        return said.prompt();
    }

    /** Returns what the validator says. */
    public Claim claim() {
        return said.claim();
    }

    /** Returns the {@linkplain NodeStatement#digest() digest} of the statement that it found; empty when it found none. */
    public Optional<Hash> statement() {
        return said.statement().equals(NOTHING) ? Optional.empty() : Optional.of(said.statement());
    }

    /** Returns what it says it checked; never a part of an answer. */
    public List<Evidence> findings() {
        return said.findings();
    }

    /** Returns the validator's signature. */
    public WalletSignature signature() {
        return signature;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValidatorVerdict that && said.equals(that.said) && signature.equals(that.signature);
    }

    @Override
    public int hashCode() {
        return said.hashCode();
    }

    @Override
    public String toString() {
        return "ValidatorVerdict[" + said.task() + ", " + said.validator() + " on " + said.miner() + ", " + said.claim()
                + "]";
    }
}
