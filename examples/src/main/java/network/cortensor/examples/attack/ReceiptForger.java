package network.cortensor.examples.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ReceiptReport;
import network.cortensor.sdk.verify.ResultVerifier;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/** Edits receipts, and puts hashes and signatures right afterwards as far as a key allows. */
final class ReceiptForger {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final byte[] genuine;

    ReceiptForger(Receipt genuine) {
        this.genuine = genuine.encoded();
    }

    /** A receipt that is not what it was. */
    record Forgery(Receipt receipt) {

        /** The receipt must be invalid, and this must be among the findings against it. */
        void mustShow(Trial trial, String variant, String telling) {
            ReceiptReport report = ResultVerifier.check(receipt);
            boolean found = report.findings().stream()
                    .anyMatch(finding -> !finding.holds() && finding.text().contains(telling));
            trial.holds(variant, found && !report.valid(), "INVALID, " + telling, report.findings());
        }
    }

    /** Changes something and leaves hashes and signature as they are. */
    Forgery edited(Consumer<ObjectNode> edit) throws IOException {
        ObjectNode receipt = (ObjectNode) JSON.readTree(genuine);
        edit.accept(receipt);
        return new Forgery(Receipt.decode(bytes(receipt)));
    }

    /** Changes something, puts the hash over the attachments right, and signs. */
    Forgery signedAgain(WalletSigner signer, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode receipt = (ObjectNode) JSON.readTree(genuine);
        edit.accept(receipt);
        ObjectNode body = receipt.withObject("/body");
        body.put("evidence", sha256(bytes(receipt.withObject("/attachments"))).toString());
        receipt.put("signature", signature(body, signer));
        return new Forgery(Receipt.decode(bytes(receipt)));
    }

    static Consumer<ObjectNode> body(String field, Object value) {
        return receipt -> receipt.withObject("/body").putPOJO(field, value);
    }

    /** The first node's evidence. */
    static Consumer<ObjectNode> node(String field, Object value) {
        return receipt -> ((ObjectNode) nodes(receipt).get(0)).put(field, value.toString());
    }

    static void firstNodeTwice(ObjectNode receipt) {
        nodes(receipt).add(nodes(receipt).get(0));
    }

    private static ArrayNode nodes(ObjectNode receipt) {
        return receipt.withArray("/attachments/nodes");
    }

    /** Changes the last digit. */
    static String flipped(Hash hash) {
        String digits = hash.toString();
        return digits.substring(0, digits.length() - 1) + (digits.endsWith("0") ? '1' : '0');
    }

    private static String signature(ObjectNode body, WalletSigner signer) throws IOException {
        return TypedData.builder(
                        "Receipt", "Cortensor receipt", "2", body.get("chain").asLong())
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
