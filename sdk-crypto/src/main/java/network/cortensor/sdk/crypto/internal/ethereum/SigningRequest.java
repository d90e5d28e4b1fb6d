package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON that {@code eth_signTypedData_v4} takes: {@code types}, {@code primaryType}, {@code domain} and
 * {@code message}, and nothing else (EIP-712, "Specification of the eth_signTypedData JSON RPC").
 */
public record SigningRequest(StructTable types, String primaryType, Map<String, ?> domain, Map<?, ?> message) {

    private static final String WHAT = "a signing request";

    /**
     * Reads a request.
     *
     * @throws MalformedException if the text is no JSON within the limits, or no request
     * @throws IllegalArgumentException if what it declares does not hold together
     */
    public static SigningRequest parse(String json) {
        JsonObject request = JsonObject.parse(WHAT, json);
        request.requireExactly(Set.of("types", "primaryType", "domain", "message"));
        Map<String, Object> domain = request.object("domain").members();
        Map<String, List<StructTable.Declaration>> types = types(request.object("types"));
        List<StructTable.Declaration> declaredDomain = types.remove(StructTable.DOMAIN);
        // Some wallets hash what is declared and others what is there; where the two differ, nobody knows what is
        // signed.
        if (declaredDomain != null && !declaredDomain.equals(DomainType.declarations(domain.keySet()))) {
            throw new MalformedException(WHAT + " declares another " + StructTable.DOMAIN
                    + " than the fields of its domain in the order of EIP-712");
        }
        return new SigningRequest(
                StructTable.of(types),
                request.text("primaryType"),
                domain,
                request.object("message").members());
    }

    private static Map<String, List<StructTable.Declaration>> types(JsonObject structs) {
        Map<String, List<StructTable.Declaration>> types = new LinkedHashMap<>();
        for (String struct : structs.members().keySet()) {
            types.put(
                    struct,
                    structs.objects(struct).stream()
                            .map(SigningRequest::declaration)
                            .toList());
        }
        return types;
    }

    private static StructTable.Declaration declaration(JsonObject member) {
        member.requireExactly(Set.of("name", "type"));
        return new StructTable.Declaration(member.text("type"), member.text("name"));
    }
}
