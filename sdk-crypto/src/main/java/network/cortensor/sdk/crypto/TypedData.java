package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.Utf8;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import network.cortensor.sdk.crypto.internal.ethereum.DomainType;
import network.cortensor.sdk.crypto.internal.ethereum.SigningRequest;
import network.cortensor.sdk.crypto.internal.ethereum.StructEncoder;
import network.cortensor.sdk.crypto.internal.ethereum.ValueForm;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An EIP-712 message: what a wallet signs so that its holder can read it and no other application can reuse it
 * (SPEC §15.2).
 *
 * <p>{@link #builder} makes flat messages with a name, a version and a chain, which is what this SDK itself signs.
 * {@link #of} takes any message of any {@link StructTypes}, and {@link #parse} the JSON that applications ask wallets to
 * sign. The signed bytes are {@code keccak256(0x19 01 ‖ domainSeparator ‖ hashStruct(message))}. Immutable.
 */
public final class TypedData {

    private static final byte[] PREFIX = {0x19, 0x01};

    private final byte[] structHash;
    private final byte[] digest;

    private TypedData(byte[] domainSeparator, byte[] structHash) {
        this.structHash = structHash;
        this.digest = Hashes.keccak256(PREFIX, domainSeparator, structHash);
    }

    /**
     * Starts a message. Fields are part of the type in the order in which they are added.
     *
     * @param primaryType the name of the struct, for example {@code SealedObject}
     * @param domainName the name of the signing domain, shown by wallets
     * @param domainVersion the version of the signing domain
     * @param chainId the chain that the signature is good for, at least 1
     * @throws IllegalArgumentException if the type is no identifier or the chain id is not positive
     */
    public static Builder builder(String primaryType, String domainName, String domainVersion, long chainId) {
        if (chainId < 1) {
            throw new IllegalArgumentException("chainId must be at least 1, found " + chainId);
        }
        TypedDomain domain = TypedDomain.builder()
                .name(domainName)
                .version(domainVersion)
                .chainId(chainId)
                .build();
        return new Builder(identifier("primaryType", primaryType), domain.separator());
    }

    /**
     * Makes a message of any shape.
     *
     * <p>Values are: {@link Boolean}; {@link WalletAddress}; {@link String}; {@code byte[]} for {@code bytes} and
     * {@code bytesN}; {@link BigInteger}, {@link Long} or {@link Integer} for numbers; {@link List} for arrays; {@link Map}
     * for structs. A struct must have exactly the members of its type. A message has at most 65,536 values in at most 64
     * levels.
     *
     * @param domain what the message is for
     * @param types the structs that it consists of
     * @param primaryType the struct of the message itself
     * @param message its members by their names; not kept
     * @throws IllegalArgumentException if the struct is not declared, a value is missing, has another class or is out of
     *     range, there is a member that the type does not have, or a limit is exceeded. The message names the place
     */
    public static TypedData of(TypedDomain domain, StructTypes types, String primaryType, Map<String, ?> message) {
        StructEncoder encoder = new StructEncoder(types.table(), ValueForm.JAVA);
        return new TypedData(domain.separator(), encoder.hashStruct(primaryType, message));
    }

    /**
     * Reads the JSON object of {@code eth_signTypedData_v4}. Its maker decides what is signed, the chain included: show
     * it to whoever owns the wallet, and check the domain, before {@link #sign}.
     *
     * <p>Numbers may be texts with decimal or {@code 0x…} digits; bytes and addresses are texts with {@code 0x…}, an
     * address in mixed case with the right checksum. {@code EIP712Domain} may be left out of the types; if it is there, it
     * must declare exactly the fields of the domain in the order of EIP-712, because wallets do not agree otherwise.
     * {@code null} is no value, not even of a struct.
     *
     * @throws MalformedException if the text has more than 1,048,576 characters or 64 levels, is no JSON, has a key twice,
     *     is not exactly such a request, or as {@link #of}
     */
    public static TypedData parse(String json) {
        try {
            SigningRequest request = SigningRequest.parse(json);
            StructEncoder encoder = new StructEncoder(request.types(), ValueForm.JSON);
            return new TypedData(
                    DomainType.separator(request.domain(), ValueForm.JSON),
                    encoder.hashStruct(request.primaryType(), request.message()));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a signing request does not hold together: " + e.getMessage());
        }
    }

    /** Returns the 32 bytes that are signed; the array is the caller's. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Returns {@code hashStruct(message)}, which does not depend on the domain; the array is the caller's. */
    public byte[] structHash() {
        return structHash.clone();
    }

    /**
     * Has the message signed. What is returned is the signer's own signature: a {@link Wallet} verifies before it
     * releases one, and what another signer returned is recovered here.
     *
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that
     *     does not recover to its address
     */
    public WalletSignature sign(WalletSigner signer) {
        return WalletSignature.by(signer, digest);
    }

    /**
     * Returns the address that signed this message; compare it with the one you expect.
     *
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if no key can have made the signature
     */
    public WalletAddress recover(WalletSignature signature) {
        return signature.recover(digest);
    }

    boolean isSignedBy(WalletAddress expected, WalletSignature signature) {
        return signature.signerOf(digest).filter(expected::equals).isPresent();
    }

    private static byte[] hashText(String text) {
        return Hashes.keccak256(Utf8.encode("a text to be signed", text));
    }

    /** Anything else could smuggle a parenthesis or a comma into the type. */
    private static String identifier(String what, String text) {
        boolean valid = !text.isEmpty()
                && !(text.charAt(0) >= '0' && text.charAt(0) <= '9')
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
        if (!valid) {
            throw new IllegalArgumentException(what + " must be an identifier (letters, digits, '_')");
        }
        return text;
    }

    /** Collects the fields of a message in their order. Not thread-safe; for one use. */
    public static final class Builder {

        private final String primaryType;
        private final byte[] domainSeparator;
        private final StringBuilder members = new StringBuilder();
        private final Set<String> names = new HashSet<>();
        private byte[] words = {};

        private Builder(String primaryType, byte[] domainSeparator) {
            this.primaryType = primaryType;
            this.domainSeparator = domainSeparator;
        }

        /**
         * Adds a {@code uint64}.
         *
         * @throws IllegalArgumentException if the value is negative or the name is taken or no identifier
         */
        public Builder uint64(String name, long value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative, found " + value);
            }
            return add("uint64", name, AbiWords.uint64(value));
        }

        /**
         * Adds an {@code address}.
         *
         * @throws IllegalArgumentException if the name is taken or no identifier
         */
        public Builder address(String name, WalletAddress value) {
            return add("address", name, AbiWords.address(value));
        }

        /**
         * Adds a {@code bytes32}.
         *
         * @throws IllegalArgumentException if the value has another size or the name is taken or no identifier
         */
        public Builder bytes32(String name, byte[] value) {
            return add("bytes32", name, word(name, value));
        }

        /**
         * Adds a {@code string}.
         *
         * @throws IllegalArgumentException if the value is not valid Unicode or the name is taken or no identifier
         */
        public Builder text(String name, String value) {
            return add("string", name, hashText(value));
        }

        /**
         * Adds a {@code bytes32[]}.
         *
         * @throws IllegalArgumentException if an element has another size or the name is taken or no identifier
         */
        public Builder bytes32List(String name, List<byte[]> values) {
            byte[][] elements = values.stream().map(value -> word(name, value)).toArray(byte[][]::new);
            return add("bytes32[]", name, Hashes.keccak256(elements));
        }

        /**
         * Makes the message.
         *
         * @throws IllegalArgumentException if no field was added
         */
        public TypedData build() {
            if (names.isEmpty()) {
                throw new IllegalArgumentException(primaryType + " has no field");
            }
            byte[] type = hashText(primaryType + '(' + members + ')');
            return new TypedData(domainSeparator, Hashes.keccak256(type, words));
        }

        private Builder add(String type, String name, byte[] word) {
            if (!names.add(identifier("a field name", name))) {
                throw new IllegalArgumentException(primaryType + " has two fields " + name);
            }
            members.append(members.isEmpty() ? "" : ",")
                    .append(type)
                    .append(' ')
                    .append(name);
            words = AbiWords.concat(words, word);
            return this;
        }

        private static byte[] word(String name, byte[] value) {
            if (value.length != AbiWords.SIZE) {
                throw new IllegalArgumentException(name + " must have 32 bytes, found " + value.length);
            }
            return value;
        }
    }
}
