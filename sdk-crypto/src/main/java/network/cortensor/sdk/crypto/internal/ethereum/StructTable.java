package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.internal.Hashes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The structs that a message may consist of, all of them known to each other (EIP-712, "Definition of encodeType").
 * Immutable; hashes of types are computed once.
 */
public final class StructTable {

    /** The struct of every domain, which is no struct of a message. */
    public static final String DOMAIN = "EIP712Domain";

    /** Ten times the structs of the largest message in use. */
    private static final int MAX_STRUCTS = 256;

    /** Of all structs together. A struct is hashed with all that it refers to, so work may grow with the square. */
    private static final int MAX_MEMBERS = 1024;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,127}");

    private final Map<String, List<Member>> structs;
    private final Map<String, byte[]> typeHashes = new ConcurrentHashMap<>();

    private StructTable(Map<String, List<Member>> structs) {
        this.structs = structs;
    }

    /** A member as it is declared. */
    public record Declaration(String type, String name) {}

    record Member(String declaredType, String name, MemberType type) {}

    /**
     * Takes the declarations of all structs.
     *
     * @throws IllegalArgumentException if a name is no identifier, is that of an atomic type, or is taken; a type is
     *     unknown; a struct has no member; or there are more than 256 structs or 1,024 members
     */
    public static StructTable of(Map<String, List<Declaration>> declarations) {
        if (declarations.size() > MAX_STRUCTS) {
            throw new IllegalArgumentException(
                    "a message has at most " + MAX_STRUCTS + " structs, found " + declarations.size());
        }
        Map<String, List<Member>> structs = new LinkedHashMap<>();
        int count = 0;
        for (Map.Entry<String, List<Declaration>> struct : declarations.entrySet()) {
            String name = requireIdentifier("a struct", struct.getKey());
            if (MemberType.Atomic.RESERVED.matcher(name).matches()) {
                throw new IllegalArgumentException("a struct cannot have the name " + name + " of an atomic type");
            }
            if (name.equals(DOMAIN)) {
                throw new IllegalArgumentException(DOMAIN + " is the struct of the domain, not of a message");
            }
            if (struct.getValue().isEmpty()) {
                throw new IllegalArgumentException(name + " has no field");
            }
            count += struct.getValue().size();
            if (count > MAX_MEMBERS) {
                throw new IllegalArgumentException("the structs of a message have at most " + MAX_MEMBERS + " members");
            }
            structs.put(name, members(name, struct.getValue(), declarations.keySet()));
        }
        return new StructTable(structs);
    }

    /** Takes the fields that a domain has; other than a struct of a message it may have none. */
    static StructTable ofDomain(List<Declaration> fields) {
        return new StructTable(Map.of(DOMAIN, members(DOMAIN, fields, Set.of())));
    }

    private static List<Member> members(String struct, List<Declaration> declarations, Set<String> known) {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Declaration declaration : declarations) {
            if (!names.add(requireIdentifier("a field", declaration.name()))) {
                throw new IllegalArgumentException(struct + " has two fields " + declaration.name());
            }
            MemberType type = MemberType.parse(declaration.type());
            type.struct().filter(name -> !known.contains(name)).ifPresent(name -> {
                throw new IllegalArgumentException(
                        struct + "." + declaration.name() + " is of the struct " + name + ", which is not declared");
            });
            members.add(new Member(declaration.type(), declaration.name(), type));
        }
        return List.copyOf(members);
    }

    /** Anything else could smuggle a parenthesis or a comma into the type. */
    static String requireIdentifier(String what, String text) {
        if (!IDENTIFIER.matcher(text).matches()) {
            throw new IllegalArgumentException(what
                    + " must have an identifier as its name: 1 to 128 letters, digits, '_' or '$', no digit first");
        }
        return text;
    }

    public boolean contains(String struct) {
        return structs.containsKey(struct);
    }

    List<Member> members(String struct) {
        List<Member> members = structs.get(struct);
        if (members == null) {
            throw new IllegalArgumentException("there is no struct of that name among those declared");
        }
        return members;
    }

    /** Returns the struct's own declaration, then those that it refers to in the order of their names. */
    public String encodeType(String struct) {
        Set<String> referred = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(struct));
        while (!open.isEmpty()) {
            for (Member member : members(open.pop())) {
                member.type().struct().filter(referred::add).ifPresent(open::push);
            }
        }
        referred.remove(struct);
        return declaration(struct) + referred.stream().map(this::declaration).collect(Collectors.joining());
    }

    private String declaration(String struct) {
        return members(struct).stream()
                .map(member -> member.declaredType() + ' ' + member.name())
                .collect(Collectors.joining(",", struct + '(', ")"));
    }

    byte[] typeHash(String struct) {
        return typeHashes.computeIfAbsent(
                struct, name -> Hashes.keccak256(encodeType(name).getBytes(StandardCharsets.US_ASCII)));
    }
}
