package network.cortensor.sdk.staking.internal.abi;

/** Names as Solidity allows them. */
final class Identifiers {
    private Identifiers() {}

    /** Whether a name may have the character; at its beginning digits are not looked for. */
    static boolean isPart(int character) {
        return isBetween('a', character, 'z')
                || isBetween('A', character, 'Z')
                || isBetween('0', character, '9')
                || character == '_'
                || character == '$';
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it has other characters
     */
    static String require(String name) {
        if (!name.chars().allMatch(Identifiers::isPart)) {
            throw new IllegalArgumentException("ABI: expected a name of letters, digits, _ and $, found others");
        }
        return name;
    }

    static boolean isBetween(int first, int character, int last) {
        return first <= character && character <= last;
    }
}
