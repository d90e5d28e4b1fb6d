package network.cortensor.sdk.ipfs.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/** What options that name a server and a secret for it check. */
public final class Endpoint {
    /** The address, and no name that begins like it. */
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private Endpoint() {}

    /**
     * Returns {@code uri} without a slash at its end.
     *
     * @param property named in the message
     * @throws IllegalArgumentException if it is no http or https URL of a host, or it has a user, query or fragment
     */
    public static URI require(String property, URI uri) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        // Not quoted: a URL with a user may hold a password.
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(property + " must be an http or https URL with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(property + " must not have a user, query or fragment");
        }
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    /**
     * Takes only servers to which nobody on the way can listen: by https, or on this machine.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static void requirePrivate(String property, URI uri) {
        String host = uri.getHost();
        boolean here = host.equals("localhost") || LOOPBACK.matcher(host).matches() || host.equals("[::1]");
        if (!here && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    property + " is " + uri + ": what authorises would go there in clear text;"
                            + " use https, or allow it if nobody else is in that network");
        }
    }

    /**
     * Returns {@code secret} if it can stand in a header.
     *
     * @throws IllegalArgumentException if it is empty, or holds anything but visible ASCII characters; does not quote it
     */
    public static String requireHeader(String property, String secret) {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(property + " must be visible ASCII characters, at least one");
        }
        return secret;
    }

    /**
     * Returns {@code value}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Duration requirePositive(String property, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(property + " must be positive, is " + value);
        }
        return value;
    }
}
