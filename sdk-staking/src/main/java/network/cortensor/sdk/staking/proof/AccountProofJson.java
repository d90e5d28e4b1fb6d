package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.MalformedEvidenceException;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;

/** The object of EIP-1186: what {@code eth_getProof} answers. What is claimed of the account may be left out as a whole. */
final class AccountProofJson {
    private static final String NONCE = "nonce";
    private static final String BALANCE = "balance";
    private static final String STORAGE_HASH = "storageHash";
    private static final String CODE_HASH = "codeHash";

    private AccountProofJson() {}

    static AccountProof read(JsonFields json) {
        AccountProof.Builder proof = AccountProof.builder(json.address("address"), json.bytesList("accountProof"));
        if (json.has(NONCE) || json.has(BALANCE) || json.has(STORAGE_HASH) || json.has(CODE_HASH)) {
            proof.claim(json.number(NONCE), json.quantity(BALANCE), json.hash(STORAGE_HASH), json.hash(CODE_HASH));
        }
        for (JsonFields slot : json.objects("storageProof")) {
            add(proof, slot);
        }
        return proof.build();
    }

    /** Reads the object and refuses one with other fields. */
    static AccountProof readAlone(JsonFields json) {
        AccountProof proof = read(json);
        json.requireNoOther();
        return proof;
    }

    private static void add(AccountProof.Builder proof, JsonFields slot) {
        Hash key = slot.word("key");
        try {
            proof.slot(key, slot.word("value"), slot.bytesList("proof"));
        } catch (IllegalArgumentException e) {
            throw new MalformedEvidenceException(
                    "Account proof: expected each slot once, found " + key + " more often", e);
        }
        slot.requireNoOther();
    }

    static ObjectNode write(AccountProof proof) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("address", proof.account().toString());
        json.set("accountProof", array(proof.nodes()));
        proof.claimed().ifPresent(claim -> {
            json.put(NONCE, hex(BigInteger.valueOf(claim.nonce())));
            json.put(BALANCE, hex(claim.balance()));
            json.put(STORAGE_HASH, claim.storageRoot().toString());
            json.put(CODE_HASH, claim.codeHash().toString());
        });
        ArrayNode slots = json.putArray("storageProof");
        proof.claimedSlots()
                .forEach((key, slot) -> slots.addObject()
                        .put("key", key.toString())
                        .put("value", hex(new BigInteger(1, slot.value().bytes())))
                        .set("proof", array(slot.nodes())));
        return json;
    }

    static ArrayNode array(List<byte[]> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(hex(value)));
        return array;
    }

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String hex(BigInteger quantity) {
        return "0x" + quantity.toString(16);
    }
}
