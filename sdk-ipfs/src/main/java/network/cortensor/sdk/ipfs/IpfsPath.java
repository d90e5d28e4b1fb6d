package network.cortensor.sdk.ipfs;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A CID, and the names that lead from there to a file or folder below it: {@code /ipfs/<cid>/photos/cat.jpg}.
 *
 * <p>A name is what stands in the folder, character by character. Nothing is normalised: names are compared as they are, and
 * {@code .} and {@code ..} are refused, since a path that means something else than it says helps only attackers.
 *
 * <p>Immutable and thread-safe. Two paths are equal when their CIDs and names are.
 */
public final class IpfsPath {
    /** The most names that a path may have. */
    public static final int MAX_NAMES = 64;

    private static final String PREFIX = "/ipfs/";
    private static final String URI_PREFIX = "ipfs://";
    private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

    private final Cid root;
    private final List<String> names;

    private IpfsPath(Cid root, List<String> names) {
        this.root = root;
        this.names = names;
    }

    /**
     * Makes the path of a CID and the names below it.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_NAMES}, or one is empty, {@code .}, {@code ..}, holds
     *     a {@code /} or half of a surrogate pair
     */
    public static IpfsPath of(Cid root, String... names) {
        return of(root, List.of(names));
    }

    /** As {@link #of(Cid, String...)}. */
    public static IpfsPath of(Cid root, List<String> names) {
        String problem = problem(names);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
        return new IpfsPath(root, List.copyOf(names));
    }

    /**
     * Parses a path in one of three forms. One {@code /} at the end is allowed and means nothing.
     *
     * <ul>
     *   <li>{@code /ipfs/<cid>/a b/c} and {@code <cid>/a b/c}: the names as they are; a {@code %} is a {@code %}.
     *   <li>{@code ipfs://<cid>/a%20b/c}: a URI, whose names are percent-decoded once, as UTF-8. A decoded {@code /} is refused,
     *       and so are a query and a fragment, which lead nowhere here.
     * </ul>
     *
     * @throws MalformedException if the text is none of them, or the path is none that {@link #of(Cid, List)} takes
     */
    public static IpfsPath parse(String text) {
        if (text.regionMatches(true, 0, URI_PREFIX, 0, URI_PREFIX.length())) {
            String rest = text.substring(URI_PREFIX.length());
            if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
                throw new MalformedException("path: a query or fragment leads nowhere; write %3F and %23 in names");
            }
            return split(rest, true);
        }
        if (text.startsWith("/")) {
            if (!text.startsWith(PREFIX)) {
                throw new MalformedException("path: expected it to start with " + PREFIX + " or ipfs:// or a CID");
            }
            return split(text.substring(PREFIX.length()), false);
        }
        return split(text, false);
    }

    private static IpfsPath split(String text, boolean encoded) {
        String[] parts = text.split("/", -1);
        Cid root = Cid.parse(parts[0]);
        int end = parts.length > 1 && parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
        List<String> names = new ArrayList<>();
        for (int i = 1; i < end; i++) {
            names.add(encoded ? percentDecode(parts[i]) : parts[i]);
        }
        String problem = problem(names);
        if (!problem.isEmpty()) {
            throw new MalformedException(problem);
        }
        return new IpfsPath(root, List.copyOf(names));
    }

    /** Returns what is wrong with the names, or nothing. */
    private static String problem(List<String> names) {
        if (names.size() > MAX_NAMES) {
            return "path: expected at most " + MAX_NAMES + " names, found " + names.size();
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
                return "path: name " + (i + 1) + " is empty, \".\", \"..\" or holds a \"/\"";
            }
            if (!isUnicode(name)) {
                return "path: name " + (i + 1) + " holds half of a surrogate pair, which no folder can";
            }
        }
        return "";
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String percentDecode(String name) {
        if (!isUnicode(name)) {
            throw new MalformedException("path: half of a surrogate pair is no text");
        }
        ByteBuffer bytes = ByteBuffer.allocate(name.length() * 3);
        int at = 0;
        while (at < name.length()) {
            if (name.charAt(at) == '%') {
                int value = at + 3 <= name.length() ? hex(name.charAt(at + 1)) << 4 | hex(name.charAt(at + 2)) : -1;
                if (value < 0) {
                    throw new MalformedException("path: two hexadecimal digits must follow a % in a URI");
                }
                bytes.put((byte) value);
                at += 3;
            } else {
                int length = Character.charCount(name.codePointAt(at));
                bytes.put(StandardCharsets.UTF_8.encode(CharBuffer.wrap(name, at, at + length)));
                at += length;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("path: a name in the URI is not percent-encoded UTF-8");
        }
    }

    private static int hex(char digit) {
        return digit < 0x80 ? Character.digit(digit, 16) : -1;
    }

    /** Returns where the path starts. */
    public Cid root() {
        return root;
    }

    /** Returns the names, from the root down. */
    public List<String> names() {
        return names;
    }

    /**
     * Returns the path of what is called {@code name} in the folder that this path leads to.
     *
     * @throws IllegalArgumentException as {@link #of(Cid, String...)}
     */
    public IpfsPath child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return of(root, longer);
    }

    /**
     * Returns the path as a URI, {@code ipfs://<cid>/<names>}, in ASCII and percent-encoded; {@link #parse} takes its text. The
     * CID is in version 1, as browsers would change the case of the other.
     */
    public URI toUri() {
        StringBuilder uri = new StringBuilder(URI_PREFIX).append(root.toV1());
        for (String name : names) {
            uri.append('/');
            for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
                uri.append(plain ? Character.toString(c) : String.format("%%%02X", (int) c));
            }
        }
        return URI.create(uri.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpfsPath path && root.equals(path.root) && names.equals(path.names);
    }

    @Override
    public int hashCode() {
        return root.hashCode() * 31 + names.hashCode();
    }

    /** Returns {@code /ipfs/<cid>/<names>} with the names as they are; {@link #parse} takes it. */
    @Override
    public String toString() {
        return PREFIX + root + (names.isEmpty() ? "" : "/" + String.join("/", names));
    }
}
