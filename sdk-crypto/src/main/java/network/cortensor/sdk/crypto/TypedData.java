package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A flat EIP-712 message: what a wallet signs so that its holder can read it and no other application can reuse it.
 *
 * <p>The domain has a name, a version and a chain id; structs do not nest. That is all this SDK needs: sealed objects,
 * key announcements, and signed statements of other modules. The signed bytes are
 * {@code keccak256(0x19 01 ‖ domainSeparator ‖ hashStruct(message))}. Immutable.
 */
public final class TypedData {

    private static final byte[] PREFIX = {0x19, 0x01};
    private static final byte[] DOMAIN_TYPE = hashText("EIP712Domain(string name,string version,uint256 chainId)");

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
        byte[] separator =
                Hashes.keccak256(DOMAIN_TYPE, hashText(domainName), hashText(domainVersion), AbiWords.uint64(chainId));
        return new Builder(identifier("primaryType", primaryType), separator);
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
        WalletSignature signature = signer.sign(digest());
        // Wallet is final, so nothing else can pass for one.
        if (!(signer instanceof Wallet) && !isSignedBy(signer.address(), signature)) {
            throw new RejectedException(
                    RejectedException.Check.SIGNATURE,
                    "the signer of " + signer.address() + " returned a signature that is not by that address;"
                            + " it may sign with another key, or hash or prefix the digest");
        }
        return signature;
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
        return Hashes.keccak256(utf8(text));
    }

    /** Encodes strictly: a lone surrogate would become '?', and two messages would have one hash. */
    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text to be signed is not valid Unicode: it has a lone surrogate", e);
        }
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
