package network.cortensor.sdk.ipfs.gateway;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the bytes of an answer (RFC 9110, section 8.8.3). */
final class EntityTag {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e]*)\"");

    private final String opaque;
    private final boolean weak;

    private EntityTag(String opaque, boolean weak) {
        this.opaque = opaque;
        this.weak = weak;
    }

    static EntityTag strong(String opaque) {
        return new EntityTag(opaque, false);
    }

    static EntityTag weak(String opaque) {
        return new EntityTag(opaque, true);
    }

    /** Tells whether a header {@code If-None-Match} says that the client has anything at all. */
    static boolean isAny(List<String> ifNoneMatch) {
        return ifNoneMatch.size() == 1 && ifNoneMatch.get(0).strip().equals("*");
    }

    /** Tells whether this tag is among those of a header {@code If-None-Match}, for which weak and strong are the same. */
    boolean isAmong(List<String> ifNoneMatch) {
        for (String value : ifNoneMatch) {
            Matcher tags = TAG.matcher(value);
            while (tags.find()) {
                if (tags.group(2).equals(opaque)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tells whether a header {@code If-Range} names exactly this tag: only a strong one promises the same bytes. */
    boolean isExactly(String ifRange) {
        return !weak && ifRange.strip().equals(toString());
    }

    /** Returns the value of the header {@code ETag}. */
    @Override
    public String toString() {
        return (weak ? "W/" : "") + '"' + opaque + '"';
    }
}
