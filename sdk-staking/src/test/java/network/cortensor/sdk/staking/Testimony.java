package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.internal.abi.AbiParameters;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A miner's statement and a validator's verdict that says something of it, in the bytes that sdk-core makes of them, with any part
 * as a test wants it. Immutable.
 *
 * @param miner whose statement it says it is
 * @param signature 65 bytes as the statement has them
 */
record Testimony(
        long chain,
        TaskId task,
        Address miner,
        Address validator,
        String prompt,
        String answer,
        String model,
        String signature,
        String claim,
        String findings) {
    static final String PROMPT = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    static final String ANSWER = "0x" + "ab".repeat(Hash.LENGTH);

    private static final AbiParameters STATEMENT =
            AbiParameters.parse("bytes32,uint64,uint64,address,bytes32,bytes32,bytes32");
    private static final AbiParameters DOMAIN = AbiParameters.parse("bytes32,bytes32,bytes32,uint256");
    private static final String FINDING =
            "{\"finding\":\"its wallet did not sign\",\"holds\":0,\"layer\":\"SIGNATURE\"}";

    /** A validator's claim that the signature is wrong which the miner made; a lie if {@code signer} is the miner's. */
    static Testimony of(long chain, TaskId task, Address miner, TransactionSigner signer, Address validator) {
        return new Testimony(
                        chain, task, miner, validator, PROMPT, ANSWER, "model", "", "SIGNATURE", "[" + FINDING + "]")
                .signedBy(signer);
    }

    Testimony signedBy(TransactionSigner signer) {
        return withSignature(signer.sign(digest()));
    }

    Testimony withSignature(byte[] other) {
        return new Testimony(chain, task, miner, validator, prompt, answer, model, base64(other), claim, findings);
    }

    byte[] signatureBytes() {
        return Base64.getUrlDecoder().decode(signature);
    }

    Testimony withClaim(String other) {
        return new Testimony(chain, task, miner, validator, prompt, answer, model, signature, other, findings);
    }

    Testimony withFindings(String other) {
        return new Testimony(chain, task, miner, validator, prompt, answer, model, signature, claim, other);
    }

    Testimony withModel(String other) {
        return new Testimony(chain, task, miner, validator, prompt, answer, other, signature, claim, findings);
    }

    Testimony withPrompt(String other) {
        return new Testimony(chain, task, miner, validator, other, answer, model, signature, claim, findings);
    }

    Testimony withChain(long other) {
        return new Testimony(other, task, miner, validator, prompt, answer, model, signature, claim, findings);
    }

    Testimony withTask(TaskId other) {
        return new Testimony(chain, other, miner, validator, prompt, answer, model, signature, claim, findings);
    }

    Testimony withMiner(Address other) {
        return new Testimony(chain, task, other, validator, prompt, answer, model, signature, claim, findings);
    }

    Testimony withValidator(Address other) {
        return new Testimony(chain, task, miner, other, prompt, answer, model, signature, claim, findings);
    }

    /** What the miner's wallet signs. */
    private Hash digest() {
        Hash domain = Hash.keccak256(DOMAIN.encode(
                hash("EIP712Domain(string name,string version,uint256 chainId)"),
                hash("Cortensor node statement"),
                hash("1"),
                chain));
        Hash struct = Hash.keccak256(STATEMENT.encode(
                hash(
                        "NodeStatement(uint64 session,uint64 task,address miner,string prompt,bytes32 answer,string model)"),
                task.session().value(),
                task.number(),
                miner,
                hash(prompt),
                Hash.parse(answer),
                hash(model)));
        return Hash.keccak256(ByteBuffer.allocate(2 + 2 * Hash.LENGTH)
                .putShort((short) 0x1901)
                .put(domain.bytes())
                .put(struct.bytes())
                .array());
    }

    byte[] statement() {
        return ("cortensor:statement:1:" + chain + ":" + task + ":" + miner + ":" + prompt + ":" + answer + ":"
                        + signature + ":" + model)
                .getBytes(UTF_8);
    }

    byte[] verdict() {
        return verdictOn(statement());
    }

    /** With its findings as they are, and the digest of another statement. */
    byte[] verdictOn(byte[] statement) {
        return ("{\"chain\":" + chain + ",\"claim\":\"" + claim + "\",\"findings\":" + findings + ",\"miner\":\""
                        + miner
                        + "\",\"prompt\":\"" + prompt + "\",\"seen\":\"" + ANSWER + "\",\"session\":" + task.session()
                        + ",\"signature\":\"" + base64(new byte[65]) + "\",\"statement\":\"" + Hash.keccak256(statement)
                        + "\",\"task\":" + task.number() + ",\"validator\":\"" + validator + "\",\"version\":1}")
                .getBytes(UTF_8);
    }

    Hash evidence() {
        return sha256(verdict());
    }

    static Hash sha256(byte[] bytes) {
        try {
            return Hash.decode(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Hash hash(String text) {
        return Hash.keccak256(text.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
