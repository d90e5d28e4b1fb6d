package network.cortensor.sdk.staking.internal.layout;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;

/**
 * A type as the compiler describes it.
 *
 * @param encoding how it lies in storage: inplace, mapping, dynamic_array or bytes
 * @param label its name in the source
 * @param bytes how many it takes in storage
 * @param key of a mapping, name of the type of its keys; else empty
 * @param value of a mapping, name of the type of its values; else empty
 * @param base of an array, name of the type of its elements; else empty
 * @param members of a struct, by name
 */
record StorageType(
        String encoding,
        String label,
        int bytes,
        String key,
        String value,
        String base,
        Map<String, Variable> members) {
    StorageType {
        members = Map.copyOf(members);
    }

    static StorageType read(JsonNode json) {
        Map<String, Variable> members = new HashMap<>();
        json.path("members").forEach(member -> members.put(member.path("label").asText(), Variable.read(member)));
        return new StorageType(
                json.path("encoding").asText(),
                json.path("label").asText(),
                Integer.parseInt(json.path("numberOfBytes").asText()),
                json.path("key").asText(),
                json.path("value").asText(),
                json.path("base").asText(),
                members);
    }

    boolean isMapping() {
        return encoding.equals("mapping");
    }

    boolean isDynamicArray() {
        return encoding.equals("dynamic_array");
    }

    boolean isArray() {
        return !base.isEmpty();
    }

    /** A text, or bytes of any number. */
    boolean isText() {
        return encoding.equals("bytes");
    }

    int slots() {
        return (bytes + 31) / 32;
    }
}
