package network.cortensor.sdk.ipfs.internal.http;

import okhttp3.Dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells addresses that anybody can reach from those that mean something only on this machine or in its network.
 *
 * <p>Looking at a host's name would not do: its owner lets it resolve to whatever he likes, and to something else a second
 * later. So the answer of the resolver is filtered, and the connection goes to what is left.
 */
public final class PublicAddresses {
    /** As OkHttp decides that a host needs no resolver. */
    private static final Pattern LITERAL = Pattern.compile("([0-9a-fA-F]*:[0-9a-fA-F:.]*)|([\\d.]+)");

    /** Resolves as the system does, and leaves out what is not public. One object, so that connections can be shared. */
    static final Dns DNS = PublicAddresses::lookup;

    private PublicAddresses() {}

    private static List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> found = Dns.SYSTEM.lookup(host).stream()
                .filter(PublicAddresses::isPublic)
                .toList();
        if (found.isEmpty()) {
            throw new UnknownHostException("the host has no public address");
        }
        return found;
    }

    /** Whether {@code host} may be tried at all: it is a name, which the resolver's answer decides on, or a public address. */
    public static boolean admits(String host) {
        if (!LITERAL.matcher(host).matches()) {
            return true;
        }
        try {
            return isPublic(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether an address is none of the special ones (IANA registries of special-purpose addresses). */
    public static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        boolean thisNetwork = first == 0;
        boolean carrierNat = first == 100 && (second & 0xc0) == 64;
        boolean protocols = first == 192 && second == 0 && third == 0;
        boolean benchmarks = first == 198 && (second & 0xfe) == 18;
        boolean reserved = first >= 240;
        return !(thisNetwork || carrierNat || protocols || benchmarks || reserved);
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        if ((first & 0xfe) == 0xfc) {
            return false;
        }
        boolean sixToFour = first == 0x20 && bytes[1] == 0x02;
        if (sixToFour) {
            return isPublicInside(bytes, 2);
        }
        boolean nat64 = first == 0 && bytes[1] == 0x64;
        boolean compatible = isZero(bytes, 0, 12);
        return !(nat64 || compatible) || isPublicInside(bytes, 12);
    }

    /** An address of version 4 that is reached through one of version 6. */
    private static boolean isPublicInside(byte[] bytes, int from) {
        try {
            return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int index = from; index < to; index++) {
            if (bytes[index] != 0) {
                return false;
            }
        }
        return true;
    }
}
