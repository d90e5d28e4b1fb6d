package network.cortensor.sdk.ipfs.kubo;

import java.util.regex.Pattern;

/**
 * What a daemon may say is not there. Kubo has no codes, so its words have to do: the last of a message, as what comes before
 * is where it happened. A message that merely has such words in it is about something else, such as a host or a file.
 */
enum Absence {
    /** The command looks for nothing. */
    NONE("(?!)"),

    /** A block, of content that the daemon does not have or not all of. */
    BLOCK("ipld: could not find \\S+( \\(currently offline, perhaps retry [a-z ]+\\))?\\z"),

    PIN("(not pinned or pinned indirectly|is not pinned)\\z"),

    /** The record of a name. */
    NAME("(routing: not found|could not resolve name)\\z");

    private final Pattern words;

    Absence(String words) {
        this.words = Pattern.compile(words);
    }

    boolean isMeantBy(String untrustedMessage) {
        return words.matcher(untrustedMessage.stripTrailing()).find();
    }
}
