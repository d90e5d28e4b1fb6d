package network.cortensor.sdk.staking.internal.layout;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigInteger;

/**
 * A variable of a contract or a member of a struct.
 *
 * @param slot counted from the contract's first, or the struct's
 * @param offset bytes from the right end of the slot
 * @param type name of its type
 */
record Variable(BigInteger slot, int offset, String type) {
    static Variable read(JsonNode json) {
        return new Variable(
                new BigInteger(json.path("slot").asText()),
                json.path("offset").asInt(),
                json.path("type").asText());
    }
}
