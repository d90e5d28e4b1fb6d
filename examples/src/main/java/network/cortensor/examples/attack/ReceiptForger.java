package network.cortensor.examples.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.Receipt;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/** Edits receipts, and puts hashes and signatures right afterwards as far as its key allows. */
final class ReceiptForger {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final byte[] genuine;

    ReceiptForger(Receipt genuine) {
        this.genuine = genuine.encoded();
    }

    /** Changes something and leaves hashes and signature as they are. */
    Receipt edited(Consumer<ObjectNode> edit) throws IOException {
        ObjectNode receipt = (ObjectNode) JSON.readTree(genuine);
        edit.accept(receipt);
        return Receipt.decode(bytes(receipt));
    }

    /** Changes something, and has the result signed by this wallet. */
    Receipt resigned(WalletSigner signer, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode receipt = (ObjectNode) JSON.readTree(genuine);
        edit.accept(receipt);
        ObjectNode body = receipt.withObject("/body");
        body.put("evidence", sha256(bytes(receipt.withObject("/attachments"))).toString());
        receipt.put("signature", signature(body, signer));
        return Receipt.decode(bytes(receipt));
    }

    private static String signature(ObjectNode body, WalletSigner signer) throws IOException {
        return TypedData.builder(
                        "Receipt", "Cortensor receipt", "1", body.get("chain").asLong())
                .bytes32("body", sha256(bytes(body)).bytes())
                .build()
                .sign(signer)
                .toString();
    }

    private static byte[] bytes(ObjectNode node) throws IOException {
        return JSON.writeValueAsBytes(JSON.convertValue(node, Object.class));
    }

    private static Hash sha256(byte[] bytes) {
        try {
            return Hash.decode(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
