package network.cortensor.sdk.crypto.internal.ethereum;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The struct of a signing domain, which has only the fields that the domain has (EIP-712, "Definition of domainSeparator"). */
public final class DomainType {

    /** In the order of the EIP. */
    private static final Map<String, String> FIELDS = fields();

    private DomainType() {}

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "string");
        fields.put("version", "string");
        fields.put("chainId", "uint256");
        fields.put("verifyingContract", "address");
        fields.put("salt", "bytes32");
        return fields;
    }

    /**
     * Returns the fields that a domain has, in the order of the EIP.
     *
     * @throws IllegalArgumentException if one of them is none of the EIP
     */
    public static List<StructTable.Declaration> declarations(Set<String> present) {
        if (!FIELDS.keySet().containsAll(present)) {
            throw new IllegalArgumentException(
                    "a domain has no other fields than " + String.join(", ", FIELDS.keySet()));
        }
        return FIELDS.entrySet().stream()
                .filter(field -> present.contains(field.getKey()))
                .map(field -> new StructTable.Declaration(field.getValue(), field.getKey()))
                .toList();
    }

    /**
     * Returns the domain separator.
     *
     * @throws IllegalArgumentException if a field is none of the EIP, or its value is not of its type
     */
    public static byte[] separator(Map<String, ?> domain, ValueForm form) {
        StructTable table = StructTable.ofDomain(declarations(domain.keySet()));
        return new StructEncoder(table, form).hashStruct(StructTable.DOMAIN, domain);
    }
}
