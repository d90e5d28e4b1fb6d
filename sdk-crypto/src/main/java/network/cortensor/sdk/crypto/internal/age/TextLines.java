package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes lines off the front of bytes. A line ends with a line feed and nothing else; other bytes are kept as they are. */
public final class TextLines {

    private final String what;
    private final byte[] bytes;
    private int at;

    public TextLines(String what, byte[] bytes, int from) {
        this.what = what;
        this.bytes = bytes;
        this.at = from;
    }

    /** Returns the next line without its line feed. */
    public String next() {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length) {
            throw new MalformedException(what + " ends within a line");
        }
        String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + 1;
        return line;
    }

    /** Returns the offset of the first byte that was not taken. */
    public int offset() {
        return at;
    }

    /** Splits at single spaces into words of visible ASCII characters. */
    public static List<String> words(String what, String line) {
        List<String> words = List.of(line.split(" ", -1));
        for (String word : words) {
            if (word.isEmpty() || !isVisibleAscii(word)) {
                throw new MalformedException(what + " has an empty word or a character that is not visible ASCII");
            }
        }
        return words;
    }

    /** A loop, because a word can be the 1,494 characters of an encapsulated key. */
    private static boolean isVisibleAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) <= ' ' || word.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
