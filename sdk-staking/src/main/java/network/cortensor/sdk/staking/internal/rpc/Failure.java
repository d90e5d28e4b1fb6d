package network.cortensor.sdk.staking.internal.rpc;

/**
 * Why a server gave no answer.
 *
 * @param kind the reason
 * @param detail a status of HTTP or a code of JSON-RPC; 0 if the kind has none
 */
public record Failure(Kind kind, int detail) {
    /** Reasons, and whether they may pass. */
    public enum Kind {
        /** Its name is not known. */
        UNKNOWN_HOST("the name of the host is not known", true),
        /** It takes no connection. */
        NOT_REACHED("no connection", true),
        /** Its certificate is not trusted. */
        NO_TLS("no trusted TLS connection", false),
        /** Time was over. */
        TIMED_OUT("no answer in time", false),
        /** The connection ended before the answer did. */
        CUT_OFF("the connection failed or was cut off", true),
        /** It wants fewer requests. */
        RATE_LIMITED("asks for fewer requests", true),
        /** A status that may pass. */
        BUSY("answers with status", true),
        /** A status that will not pass, redirects among them. */
        STATUS("answers with status", false),
        /** More bytes than allowed, before or after decompression. */
        TOO_LARGE("the answer is larger than allowed", false),
        /** Not JSON, not JSON-RPC 2.0, or the answer to something else. */
        NOT_JSON_RPC("what it sends is no JSON-RPC answer to this request", true),
        /** It takes one request at a time. */
        NO_BATCH("takes no batches", false),
        /** It does not have the block, or not its state. */
        UNKNOWN_BLOCK("does not have the block", false),
        /** It does not know what was asked for, which others may. */
        ABSENT("does not know it", false),
        /** It is a server of another chain. */
        OTHER_CHAIN("serves another chain", false),
        /** It says no to the request itself. */
        REFUSED("refuses the request, code", false),
        /** Nobody waits any more. */
        CLOSED("this chain was closed", false);

        private final String words;
        private final boolean mayPass;

        Kind(String words, boolean mayPass) {
            this.words = words;
            this.mayPass = mayPass;
        }
    }

    /** A reason that has no number. */
    public static Failure of(Kind kind) {
        return new Failure(kind, 0);
    }

    /** Whether asking again may help. */
    boolean mayPass() {
        return kind.mayPass;
    }

    /** The reason in words, to put behind the server's name. */
    @Override
    public String toString() {
        return detail == 0 ? kind.words : kind.words + " " + detail;
    }
}
