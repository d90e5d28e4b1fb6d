package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.ipns.IpnsName;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The target of a request, {@code /ipfs/<cid>[/<names>][?<parameters>]} or {@code /ipns/<name>[?<parameters>]}, read so that it
 * means one thing only: everything is percent-decoded once, as strict UTF-8, and what some other reader might take for another
 * path is refused.
 */
final class RequestTarget {
    private static final String PREFIX = "/ipfs/";
    private static final String NAME_PREFIX = "/ipns/";
    private static final int MAX_PARAMETERS = 32;

    private final String text;
    private final Map<String, String> parameters;

    private RequestTarget(String text, Map<String, String> parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    /**
     * Reads a request target.
     *
     * @throws Refusal if it is not of this form
     */
    static RequestTarget of(URI target) throws Refusal {
        String rawPath = target.getRawPath();
        // Another host is not served here, and //x/y names one too, even an empty one.
        if (target.getScheme() != null || target.toString().startsWith("//") || target.getRawFragment() != null) {
            throw Refusal.of(400, "expected a path as the target of the request, without host and fragment");
        }
        if (rawPath == null || !(rawPath.startsWith(PREFIX) || rawPath.startsWith(NAME_PREFIX))) {
            throw Refusal.of(404, "expected a path that starts with /ipfs/ or /ipns/; nothing else is here");
        }
        return new RequestTarget(rawPath, parameters(target.getRawQuery()));
    }

    /** Tells whether an IPNS name is asked for, and not content. */
    boolean isName() {
        return text.startsWith(NAME_PREFIX);
    }

    /**
     * Returns the name that is asked for.
     *
     * @throws Refusal if it is malformed
     */
    IpnsName name() throws Refusal {
        String name = text.substring(NAME_PREFIX.length());
        try {
            // It would also be taken with /ipns/ in front, a second time.
            if (name.indexOf('/') < 0) {
                return IpnsName.parse(name);
            }
        } catch (MalformedException e) {
            // Said below.
        }
        throw Refusal.of(400, "malformed IPNS name; expected a key and no path behind it, domains are not resolved");
    }

    /**
     * Returns the content that is asked for.
     *
     * @throws Refusal if the path is malformed
     */
    IpfsPath path() throws Refusal {
        String[] parts = text.substring(PREFIX.length()).split("/", -1);
        int end = parts.length > 1 && parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
        List<String> names = new ArrayList<>();
        for (int i = 1; i < end; i++) {
            names.add(decode(parts[i], false));
        }
        Cid root;
        try {
            root = Cid.parse(parts[0]);
        } catch (MalformedException e) {
            throw Refusal.of(
                    400,
                    "malformed CID, or one with a codec or hash function that is not served; expected sha2-256, sha2-512,"
                            + " blake2b-256 or a short identity, and raw, dag-pb, dag-cbor or dag-json");
        }
        try {
            return IpfsPath.of(root, names);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    400,
                    "malformed path: expected at most " + IpfsPath.MAX_NAMES
                            + " names, none of them empty, \".\", \"..\" or with a \"/\" in it");
        }
    }

    private static Map<String, String> parameters(String rawQuery) throws Refusal {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return parameters;
        }
        String[] pairs = rawQuery.split("&", -1);
        if (pairs.length > MAX_PARAMETERS) {
            throw Refusal.of(400, "expected at most " + MAX_PARAMETERS + " parameters");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            // A cache or proxy might go by the other one.
            if (parameters.putIfAbsent(name, value) != null) {
                throw Refusal.of(400, "expected each parameter once");
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String text, boolean form) throws Refusal {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 2 < text.length() ? hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)) : -1;
                if (value < 0) {
                    throw Refusal.of(400, "expected two hexadecimal digits behind each %");
                }
                bytes.put((byte) value);
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes.put((byte) (form && c == '+' ? ' ' : c));
            } else {
                throw Refusal.of(400, "expected a target in ASCII");
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw Refusal.of(400, "control characters are not taken");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw Refusal.of(400, "expected percent-encoded UTF-8");
        }
    }

    private static int hex(char digit) {
        return digit < 0x7f ? Character.digit(digit, 16) : -1;
    }

    /** Returns the path as it was sent: ASCII, and nothing in it that would be special in a header. */
    String text() {
        return text;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
