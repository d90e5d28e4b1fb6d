package network.cortensor.sdk.crypto.internal.age;

/** The lines and sizes of age's ASCII armor (RFC 7468 §3, strict form; C2SP age, "ASCII armor"; SPEC §13.5). */
final class Armor {

    static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
    static final String END = "-----END AGE ENCRYPTED FILE-----";

    /** Characters of a full line. */
    static final int COLUMNS = 64;

    /** Bytes of a full line. */
    static final int LINE_BYTES = 48;

    /** Blank characters that are let through before and after; more is no accident of copying. */
    static final int MAX_BLANKS = 1024;

    private Armor() {}

    static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }
}
