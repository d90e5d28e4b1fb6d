package network.cortensor.sdk.ipfs.pinning;

import java.util.Locale;

/** How names are compared in a query (Pinning Service API, "TextMatchingStrategy"). */
public enum NameMatch {
    /** The whole name, character by character. */
    EXACT,

    /** The whole name, in whichever case. */
    IEXACT,

    /** A part of the name, character by character. */
    PARTIAL,

    /** A part of the name, in whichever case. */
    IPARTIAL;

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
