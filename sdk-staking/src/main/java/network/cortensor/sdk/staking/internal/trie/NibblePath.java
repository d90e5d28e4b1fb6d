package network.cortensor.sdk.staking.internal.trie;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;

/**
 * The part of a key that a leaf or an extension holds, in hex-prefix encoding (Yellow Paper, appendix C): the first nibble
 * has a flag for a leaf and one for an odd number of nibbles, and an even number is preceded by a nibble that is zero.
 */
final class NibblePath {
    private static final int ODD = 1;
    private static final int LEAF = 2;

    private final RlpBytes encoded;
    private final int flags;

    private NibblePath(RlpBytes encoded, int flags) {
        this.encoded = encoded;
        this.flags = flags;
    }

    /**
     * Reads a path.
     *
     * @throws LedgerEvidenceException if it is in no form that a trie can contain
     */
    static NibblePath decode(String what, RlpBytes encoded) {
        if (encoded.isEmpty()) {
            throw new LedgerEvidenceException(what + ": expected a hex-prefix path, found no bytes");
        }
        int flags = encoded.at(0) >> 4;
        if (flags > (ODD | LEAF)) {
            throw new LedgerEvidenceException(what + ": expected hex-prefix flags of 0 to 3, found " + flags);
        }
        if ((flags & ODD) == 0 && (encoded.at(0) & 0xf) != 0) {
            throw new LedgerEvidenceException(what + ": expected a zero nibble before an even path, found another");
        }
        return new NibblePath(encoded, flags);
    }

    /** Encodes the nibbles of a key from one to another. */
    static RlpBytes encode(byte[] key, int from, int to, boolean leaf) {
        int length = to - from;
        int odd = length & 1;
        byte[] encoded = new byte[1 + length / 2];
        encoded[0] = (byte) (((leaf ? LEAF : 0) + odd) << 4);
        for (int i = 0; i < length; i++) {
            int at = i + 2 - odd;
            encoded[at / 2] |= (byte) (nibble(key, from + i) << (at % 2 == 0 ? 4 : 0));
        }
        return RlpBytes.view(encoded);
    }

    static int nibble(byte[] key, int index) {
        return (key[index / 2] >> (index % 2 == 0 ? 4 : 0)) & 0xf;
    }

    boolean isLeaf() {
        return (flags & LEAF) != 0;
    }

    int length() {
        return 2 * encoded.length() - 2 + (flags & ODD);
    }

    /** Whether a key goes along this path from a nibble on. */
    boolean matches(byte[] key, int from) {
        int length = length();
        int skipped = 2 - (flags & ODD);
        for (int i = 0; i < length; i++) {
            int at = i + skipped;
            int nibble = (encoded.at(at / 2) >> (at % 2 == 0 ? 4 : 0)) & 0xf;
            if (nibble != nibble(key, from + i)) {
                return false;
            }
        }
        return true;
    }
}
