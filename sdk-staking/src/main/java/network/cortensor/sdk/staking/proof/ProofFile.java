package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A proof in a JSON file, to be checked by somebody who was not there. Reading one says nothing yet; {@link #check} does.
 *
 * <p>A file of this library has the fields
 * <ul>
 *   <li>{@code format}: {@code "cortensor-proof/1"}
 *   <li>{@code kind}: {@code "header"}, {@code "account"}, {@code "storage"}, {@code "receipts"} or {@code "arbitrum"}
 *   <li>{@code header}, {@code blockHash}: the block that all builds on, as RLP, and its hash
 *   <li>{@code account}, for kinds account (no slot) and storage (at least one): the answer of {@code eth_getProof}
 *       (EIP-1186), of whose fields the four about the account may be left out together
 *   <li>{@code receipts}, for kind receipts: all receipts of the block, each as the receipts root holds it
 *   <li>{@code outbox}, for kind arbitrum: the answer of {@code eth_getProof} for the rollup's Outbox and one slot
 *   <li>{@code block}, for kind arbitrum: an object with {@code header} and {@code blockHash} of the rollup's block and,
 *       optionally, {@code account}
 * </ul>
 * and no other. Bytes are {@code 0x} and two hex digits each, numbers {@code 0x} and hex digits without leading zeros, slots
 * either.
 *
 * <p>Read are also the files of the ERC-7888 broadcaster's tests, with {@code blockNumber}, {@code blockHash}, {@code
 * stateRoot}, {@code account}, {@code slot}, {@code slotValue}, {@code rlpBlockHeader}, {@code rlpAccountProof}, {@code
 * rlpStorageProof} and, of Arbitrum, {@code sendRoot}.
 */
public final class ProofFile {
    private static final String FORMAT = "cortensor-proof/1";
    private static final String WHAT = "Proof file";

    private final Kind kind;
    private final BlockHeader header;
    private final List<Claim> claims;
    private final Content content;

    private ProofFile(Kind kind, BlockHeader header, List<Claim> claims, Content content) {
        this.kind = kind;
        this.header = header;
        this.claims = List.copyOf(claims);
        this.content = content;
    }

    /** What a file proves. */
    public enum Kind {
        /** The fields of a block's header. */
        HEADER,
        /** What an account holds, or that there is none. */
        ACCOUNT,
        /** What an account and slots of its storage hold. */
        STORAGE,
        /** All receipts of a block, and so all its logs. */
        RECEIPTS,
        /** That a rollup's block was confirmed on the parent chain, and perhaps what an account holds there. */
        ARBITRUM
    }

    /** The proof that a header is one. */
    public static ProofFile of(BlockHeader header) {
        return new ProofFile(Kind.HEADER, header, List.of(), new Nothing());
    }

    /** The proof of an account, and of its slots if it has some. */
    public static ProofFile of(BlockHeader header, AccountProof account) {
        Kind kind = account.slots().isEmpty() ? Kind.ACCOUNT : Kind.STORAGE;
        return new ProofFile(kind, header, List.of(), new Account(account));
    }

    /** The proof of all receipts of a block, in order. */
    public static ProofFile of(BlockHeader header, List<Receipt> receipts) {
        return new ProofFile(Kind.RECEIPTS, header, List.of(), new Receipts(List.copyOf(receipts)));
    }

    /**
     * Reads a file.
     *
     * @throws LedgerUnavailableException if it cannot be read
     * @throws MalformedEvidenceException if it is no proof file
     */
    public static ProofFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] json = in.readNBytes(JsonFields.MAX_CHARACTERS + 1);
            if (json.length > JsonFields.MAX_CHARACTERS) {
                throw new MalformedEvidenceException(
                        WHAT + ": expected at most " + JsonFields.MAX_CHARACTERS + " bytes, found more");
            }
            return parse(json);
        } catch (IOException e) {
            throw new LedgerUnavailableException(WHAT + ": could not read " + file, e);
        }
    }

    /**
     * Reads the text of a file, in UTF-8.
     *
     * @throws MalformedEvidenceException if it is no proof file
     */
    public static ProofFile parse(byte[] json) {
        JsonFields fields = JsonFields.parse(WHAT, json);
        ProofFile file = fields.has("format") ? own(fields) : broadcaster(fields);
        fields.requireNoOther();
        return file;
    }

    private static ProofFile own(JsonFields json) {
        if (!json.text("format").equals(FORMAT)) {
            throw json.malformed("format", FORMAT, "another one");
        }
        Kind kind = kind(json);
        List<Claim> claims = new ArrayList<>();
        BlockHeader header = header(json, claims);
        Content content = switch (kind) {
            case HEADER -> new Nothing();
            case ACCOUNT, STORAGE -> new Account(AccountProofJson.readAlone(json.object("account")));
            case RECEIPTS ->
                new Receipts(
                        json.bytesList("receipts").stream().map(Receipt::decode).toList());
            case ARBITRUM -> rollup(json, claims);
        };
        if (content instanceof Account account
                && (kind == Kind.STORAGE) == account.proof().slots().isEmpty()) {
            throw json.malformed("kind", "'storage' if and only if there are slots", "the other one");
        }
        return new ProofFile(kind, header, claims, content);
    }

    private static Rollup rollup(JsonFields json, List<Claim> claims) {
        AccountProof outbox = AccountProofJson.readAlone(json.object("outbox"));
        if (outbox.slots().size() != 1) {
            throw json.malformed("outbox", "one slot", outbox.slots().size() + " slots");
        }
        JsonFields block = json.object("block");
        BlockHeader header = header(block, claims);
        Optional<AccountProof> account = block.has("account")
                ? Optional.of(AccountProofJson.readAlone(block.object("account")))
                : Optional.empty();
        block.requireNoOther();
        return new Rollup(
                outbox,
                header,
                account.map(Account::new).map(Content.class::cast).orElse(new Nothing()));
    }

    private static Kind kind(JsonFields json) {
        String name = json.text("kind");
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw json.malformed("kind", "header, account, storage, receipts or arbitrum", "another one");
    }

    private static BlockHeader header(JsonFields json, List<Claim> claims) {
        BlockHeader header = BlockHeader.decode(json.bytes("header"));
        claims.add(new Claim("block hash", header.hash(), json.hash("blockHash")));
        return header;
    }

    private static ProofFile broadcaster(JsonFields json) {
        BlockHeader header = BlockHeader.decode(json.bytes("rlpBlockHeader"));
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim("block hash", header.hash(), json.hash("blockHash")));
        claims.add(new Claim("block number", header.number(), json.number("blockNumber")));
        claims.add(new Claim("state root", header.stateRoot(), json.hash("stateRoot")));
        if (json.has("sendRoot")) {
            RlpBytes sendRoot = RlpBytes.view(header.extraData());
            claims.add(new Claim("send root", sendRoot.hash("Proof file, send root"), json.hash("sendRoot")));
        }
        AccountProof proof = AccountProof.builder(json.address("account"), nodes(json, "rlpAccountProof"))
                .slot(json.word("slot"), json.word("slotValue"), nodes(json, "rlpStorageProof"))
                .build();
        return new ProofFile(Kind.STORAGE, header, claims, new Account(proof));
    }

    private static List<byte[]> nodes(JsonFields json, String name) {
        String what = WHAT + ", " + name;
        List<byte[]> nodes = new ArrayList<>();
        for (RlpItem node : Rlp.decode(what, json.bytes(name)).asList(what).items()) {
            nodes.add(node.asBytes(what).bytes());
        }
        return nodes;
    }

    /**
     * This proof, resting on the parent chain: what it proves of a rollup's block is as well known as the parent's block.
     *
     * @param parent a proof of the one slot of the rollup's Outbox that has the block
     * @throws IllegalArgumentException if this is of kind receipts or arbitrum, or the parent not of kind storage with one
     *     slot
     */
    public ProofFile confirmedBy(ProofFile parent) {
        if (!(parent.content instanceof Account outbox)
                || outbox.proof().slots().size() != 1) {
            throw new IllegalArgumentException(
                    "ProofFile: expected a parent of kind storage with one slot, found " + parent);
        }
        if (content instanceof Receipts || content instanceof Rollup) {
            throw new IllegalArgumentException(
                    "ProofFile: expected a proof of kind header, account or storage to rest on a parent, found "
                            + this);
        }
        List<Claim> all = new ArrayList<>(parent.claims);
        all.addAll(claims);
        return new ProofFile(Kind.ARBITRUM, parent.header, all, new Rollup(outbox.proof(), header, content));
    }

    /** What it proves. */
    public Kind kind() {
        return kind;
    }

    /** The header that all builds on. */
    public BlockHeader header() {
        return header;
    }

    /**
     * Checks all that the file says.
     *
     * @throws LedgerEvidenceException if something does not hold
     */
    public ProofReport check() {
        for (Claim claim : claims) {
            if (!claim.proved().equals(claim.stated())) {
                throw new LedgerEvidenceException(WHAT + ", " + claim.what() + ": expected " + claim.proved()
                        + ", which the header has, found " + claim.stated());
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        addBlock(facts, "block", header);
        content.check(header, facts);
        return new ProofReport(kind, header, facts);
    }

    /** The file, in the format of this library. */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        write(header, json);
        content.write(json);
        return json.toPrettyString();
    }

    private static void write(BlockHeader header, ObjectNode json) {
        json.put("header", AccountProofJson.hex(header.rlp()));
        json.put("blockHash", header.hash().toString());
    }

    private static void addBlock(Map<String, String> facts, String name, BlockHeader header) {
        facts.put(name, header.number() + " " + header.hash());
        facts.put(name + " time", header.timestamp().toString());
        facts.put(name + " state root", header.stateRoot().toString());
    }

    /** Kind and block. */
    @Override
    public String toString() {
        return "ProofFile[" + kind + ", block " + header.number() + "]";
    }

    /** What the file says beside the header, and the header says too. */
    private record Claim(String what, Object proved, Object stated) {}

    /** What is proved by a header. */
    private sealed interface Content {
        void check(BlockHeader header, Map<String, String> facts);

        void write(ObjectNode json);
    }

    private record Nothing() implements Content {
        @Override
        public void check(BlockHeader header, Map<String, String> facts) {}

        @Override
        public void write(ObjectNode json) {}
    }

    private record Account(AccountProof proof) implements Content {
        @Override
        public void check(BlockHeader header, Map<String, String> facts) {
            ProvenAccount account = proof.check(header);
            facts.put("account", account.account() + (account.exists() ? "" : ", not there"));
            facts.put("nonce", String.valueOf(account.nonce()));
            facts.put("balance", account.balance().toString());
            facts.put("code hash", account.codeHash().toString());
            facts.put("storage hash", account.storageHash().toString());
            account.slots()
                    .forEach(slot ->
                            facts.put("slot " + slot, account.value(slot).toString()));
        }

        @Override
        public void write(ObjectNode json) {
            json.set("account", AccountProofJson.write(proof));
        }
    }

    private record Receipts(List<Receipt> receipts) implements Content {
        @Override
        public void check(BlockHeader header, Map<String, String> facts) {
            ReceiptsProof proof = ReceiptsProof.check(header, receipts);
            facts.put("receipts", String.valueOf(proof.receipts().size()));
            facts.put("logs", String.valueOf(proof.logs().size()));
        }

        @Override
        public void write(ObjectNode json) {
            json.set(
                    "receipts",
                    AccountProofJson.array(
                            receipts.stream().map(Receipt::encoded).toList()));
        }
    }

    private record Rollup(AccountProof outbox, BlockHeader block, Content content) implements Content {
        @Override
        public void check(BlockHeader header, Map<String, String> facts) {
            facts.put("outbox", outbox.account().toString());
            ConfirmedRollupBlock confirmed = ConfirmedRollupBlock.check(header, outbox.account(), outbox, block);
            addBlock(facts, "rollup block", confirmed.header());
            content.check(confirmed.header(), facts);
        }

        @Override
        public void write(ObjectNode json) {
            json.set("outbox", AccountProofJson.write(outbox));
            ObjectNode inner = json.putObject("block");
            ProofFile.write(block, inner);
            content.write(inner);
        }
    }
}
