package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.internal.Hashes;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Encodes one message (EIP-712, "Definition of hashStruct"). For one use, because it counts; not thread-safe. */
public final class StructEncoder {

    /** Levels of structs and arrays. Data that contains itself ends here too. */
    static final int MAX_DEPTH = 64;

    /** Values of a message, structs and arrays included. A person could not read a tenth of them. */
    static final int MAX_VALUES = 65_536;

    private final StructTable table;
    private final ValueForm form;
    private int values;

    public StructEncoder(StructTable table, ValueForm form) {
        this.table = table;
        this.form = form;
    }

    ValueForm form() {
        return form;
    }

    /**
     * Returns {@code hashStruct(message)}.
     *
     * @throws IllegalArgumentException if the message is not exactly of its type, or beyond the limits
     */
    public byte[] hashStruct(String struct, Map<?, ?> message) {
        return hashStruct(struct, message, Place.root(struct));
    }

    byte[] hashStruct(String struct, Map<?, ?> message, Place place) {
        return Hashes.keccak256(encodeData(struct, message, place));
    }

    /** Returns the hash of the type and the words of the members: what {@code hashStruct} hashes. */
    public byte[] encodeData(String struct, Map<?, ?> message) {
        return encodeData(struct, message, Place.root(struct));
    }

    private byte[] encodeData(String struct, Map<?, ?> message, Place place) {
        List<StructTable.Member> members = table.members(struct);
        byte[][] parts = new byte[1 + members.size()][];
        parts[0] = table.typeHash(struct);
        for (int i = 0; i < members.size(); i++) {
            StructTable.Member member = members.get(i);
            parts[1 + i] = word(member.type(), message.get(member.name()), place.member(member.name()));
        }
        if (message.size() != members.size()) {
            throw place.refused("has " + (message.size() - members.size()) + " more members than " + struct);
        }
        return AbiWords.concat(parts);
    }

    byte[] word(MemberType type, @Nullable Object value, Place place) {
        if (value == null) {
            throw place.refused("is missing");
        }
        if (++values > MAX_VALUES) {
            throw place.refused("is one value too many: a message has at most " + MAX_VALUES);
        }
        return type.word(this, value, place);
    }
}
