package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.InclusionProof;
import network.cortensor.sdk.crypto.ReceiptBatch;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.SignedBatch;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A receipt with the proof that it is in a batch, and the batch's signed root: all that an offline check needs.
 *
 * <p>The batch is a Merkle tree of the shape of RFC 9162 §2.1 over the receipts' {@linkplain Receipt#digest() digests}, with
 * different prefixes for leaves and inner nodes, and with its size signed beside its root. The root can be put on a chain: one
 * hash then fixes up to a million receipts, and a receipt comes with at most 1,300 bytes more.
 *
 * <p>It proves that the issuer put the receipt into this batch; not when, and not that the batch has all receipts. Immutable.
 */
public final class BatchedReceipt {

    /** The largest batched receipt in bytes that is read. */
    public static final int MAX_BYTES = Receipt.MAX_BYTES + 2048;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Receipt receipt;
    private final InclusionProof proof;
    private final SignedBatch batch;

    private BatchedReceipt(Receipt receipt, InclusionProof proof, SignedBatch batch) {
        this.receipt = receipt;
        this.proof = proof;
        this.batch = batch;
    }

    /**
     * Puts receipts under one signature.
     *
     * @param issuer the wallet that signs the batch: the app's, or that of somebody who collects receipts of many
     * @param receipts 1 to 1,048,576 different receipts of one chain
     * @return each receipt with its proof, in the same order
     * @throws IllegalArgumentException if there are none or too many, two are the same, or they are of different chains
     */
    public static List<BatchedReceipt> issue(WalletSigner issuer, List<Receipt> receipts) {
        ReceiptBatch batch = ReceiptBatch.of(
                receipts.stream().map(receipt -> receipt.digest().bytes()).toList());
        long chain = receipts.get(0).chainId();
        if (receipts.stream().anyMatch(receipt -> receipt.chainId() != chain)) {
            throw new IllegalArgumentException("The receipts of a batch are of one chain; these are of several");
        }
        SignedBatch signed = batch.sign(issuer, chain);
        return IntStream.range(0, receipts.size())
                .mapToObj(index -> new BatchedReceipt(receipts.get(index), batch.proof(index), signed))
                .toList();
    }

    /**
     * Reads a batched receipt. What it says still has to be {@linkplain ResultVerifier#check(BatchedReceipt, Address) checked}.
     *
     * @throws EvidenceException when the bytes are not a batched receipt in canonical form
     */
    public static BatchedReceipt decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new EvidenceException(
                    "A batched receipt has at most " + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        try {
            JsonNode root = Json.read(encoded);
            JsonNode receipt = root.get("receipt");
            if (receipt == null || !receipt.isObject()) {
                throw new MalformedMessageException("field 'receipt' is missing or no object");
            }
            BatchedReceipt batched = new BatchedReceipt(
                    Receipt.read(receipt),
                    InclusionProof.decode(bytes(root, "proof")),
                    SignedBatch.decode(bytes(root, "batch")));
            if (!Arrays.equals(batched.encoded(), encoded)) {
                throw new MalformedMessageException(
                        "the form is not canonical: sorted keys, no white space and no further fields are expected");
            }
            return batched;
        } catch (MalformedMessageException e) {
            throw new EvidenceException("This is not a batched receipt: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException | CryptoException | IpfsException e) {
            throw new EvidenceException(
                    "This is not a batched receipt: a field does not have the form it should have.", e);
        }
    }

    private static byte[] bytes(JsonNode object, String field) {
        return Base64.getUrlDecoder().decode(Json.text(object, field));
    }

    /** Returns the batched receipt in its one form: the bytes that {@link #decode} takes. */
    public byte[] encoded() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the receipt. */
    public Receipt receipt() {
        return receipt;
    }

    /** Returns the place of the receipt in the batch, from 0. */
    public int index() {
        return proof.index();
    }

    /** Returns how many receipts the batch has. */
    public int size() {
        return batch.size();
    }

    /** Returns the root of the batch, which its issuer signed. */
    public Hash root() {
        return Hash.decode(batch.root());
    }

    /** Refuses the receipt unless the issuer put it into the batch. */
    void verify(Address issuer) throws RejectedException {
        batch.verify(receipt.digest().bytes(), proof, Counterparts.wallet(issuer), receipt.chainId());
    }

    /** Returns the batched receipt as text, which is what its bytes are. */
    @Override
    public String toString() {
        return "{\"batch\":\"" + ENCODER.encodeToString(batch.encoded()) + "\",\"proof\":\""
                + ENCODER.encodeToString(proof.encoded()) + "\",\"receipt\":" + receipt + "}";
    }
}
