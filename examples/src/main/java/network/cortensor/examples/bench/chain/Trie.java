package network.cortensor.examples.bench.chain;

import network.cortensor.sdk.staking.Hash;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of RLP and of Ethereum's tries (Yellow Paper, appendices B to D) as it takes to make something to prove. Keeps what it
 * hashed, which a proof has to hash again at least.
 */
final class Trie {

    private static final int WIDTH = 16;

    private final List<byte[]> hashed = new ArrayList<>();

    /** Returns all byte strings that were hashed so far. */
    List<byte[]> hashed() {
        return List.copyOf(hashed);
    }

    /** Returns the root of a trie in which each value has its place as key, as those of receipts are. */
    byte[] rootOfList(List<byte[]> values) {
        TreeMap<String, byte[]> entries = new TreeMap<>();
        for (int place = 0; place < values.size(); place++) {
            entries.put(nibbles(string(number(place))), values.get(place));
        }
        return hash(node(entries, 0));
    }

    /**
     * Returns the nodes from the root to a leaf, as deep as asked for. Of the other children there are hashes alone.
     *
     * @param key 32 bytes
     */
    List<byte[]> path(byte[] key, byte[] value, int branches) {
        String nibbles = nibbles(key);
        List<byte[]> nodes = new ArrayList<>();
        byte[] node = list(List.of(string(compact(nibbles.substring(branches), true)), string(value)));
        nodes.add(node);
        for (int depth = branches - 1; depth >= 0; depth--) {
            List<byte[]> children = new ArrayList<>();
            for (int child = 0; child < WIDTH; child++) {
                boolean ours = child == Character.digit(nibbles.charAt(depth), WIDTH);
                byte[] other =
                        Hash.keccak256(new byte[] {(byte) depth, (byte) child}).bytes();
                children.add(string(ours ? hash(node) : other));
            }
            children.add(string(new byte[0]));
            node = list(children);
            nodes.add(0, node);
        }
        return nodes;
    }

    byte[] hash(byte[] data) {
        hashed.add(data);
        return Hash.keccak256(data).bytes();
    }

    private byte[] node(Map<String, byte[]> entries, int depth) {
        List<String> keys = List.copyOf(entries.keySet());
        String first = keys.get(0);
        if (keys.size() == 1) {
            return list(List.of(
                    string(compact(first.substring(depth), true)), string(entries.getOrDefault(first, new byte[0]))));
        }
        String last = keys.get(keys.size() - 1);
        int common = depth;
        while (first.charAt(common) == last.charAt(common)) {
            common++;
        }
        if (common > depth) {
            return list(
                    List.of(string(compact(first.substring(depth, common), false)), reference(node(entries, common))));
        }
        List<byte[]> children = new ArrayList<>();
        for (int child = 0; child < WIDTH; child++) {
            TreeMap<String, byte[]> below = new TreeMap<>();
            char digit = Character.forDigit(child, WIDTH);
            entries.forEach((key, value) -> {
                if (key.charAt(depth) == digit) {
                    below.put(key, value);
                }
            });
            children.add(below.isEmpty() ? string(new byte[0]) : reference(node(below, depth + 1)));
        }
        // No place is the start of another one, so branches hold no value.
        children.add(string(new byte[0]));
        return list(children);
    }

    private byte[] reference(byte[] node) {
        return node.length < Hash.LENGTH ? node : string(hash(node));
    }

    /** Half bytes in bytes, with a mark for leaves. */
    private static byte[] compact(String nibbles, boolean leaf) {
        boolean odd = nibbles.length() % 2 == 1;
        String mark = Integer.toString((leaf ? 2 : 0) + (odd ? 1 : 0)) + (odd ? "" : "0");
        return HexFormat.of().parseHex(mark + nibbles);
    }

    private static String nibbles(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    /** A number without leading zeros. */
    static byte[] number(long number) {
        byte[] bytes = BigInteger.valueOf(number).toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** A byte string in RLP. */
    static byte[] string(byte[] bytes) {
        return bytes.length == 1 && bytes[0] >= 0 ? bytes.clone() : withLength(0x80, bytes);
    }

    /** A list of items that are in RLP already. */
    static byte[] list(List<byte[]> items) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        items.forEach(all::writeBytes);
        return withLength(0xc0, all.toByteArray());
    }

    private static byte[] withLength(int kind, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (content.length < 56) {
            out.write(kind + content.length);
        } else {
            byte[] length = number(content.length);
            out.write(kind + 55 + length.length);
            out.writeBytes(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
