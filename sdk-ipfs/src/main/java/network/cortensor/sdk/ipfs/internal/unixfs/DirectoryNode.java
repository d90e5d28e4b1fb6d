package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder in one block (UnixFS specification, "dag-pb Directory").
 *
 * <p>No two entries of a node have the same name: the specification has decoders fail then. Entries may come in any order, as
 * decoders must accept; written are they by the bytes of their names.
 */
public final class DirectoryNode implements UnixFsNode {
    /** The most entries of a folder in one block: readers take no more links. */
    public static final int MAX_ENTRIES = DagPbNode.MAX_LINKS;

    private final List<Entry> entries;
    private final Attributes attributes;

    private DirectoryNode(List<Entry> entries, Attributes attributes) {
        this.entries = entries;
        this.attributes = attributes;
    }

    /**
     * Something in a folder.
     *
     * @param name as the author wrote it: when read, it may be empty, {@code ".."}, or hold a {@code /}
     * @param dagSize bytes of all its blocks, by the word of the author; a hint that is written, never trusted
     */
    public record Entry(String name, Cid cid, long dagSize) {
        /**
         * The order of the names in which entries are written: by their bytes. {@link String#compareTo} is not it for characters
         * outside the basic plane.
         */
        public static final Comparator<String> NAME_ORDER = Utf8::compare;
    }

    static DirectoryNode of(Cid cid, List<DagPbNode.Link> links, UnixFsMessage message) {
        if (message.fileSize() != 0) {
            throw message.malformed("a folder has no size, found " + message.fileSize());
        }
        List<Entry> entries = new ArrayList<>(links.size());
        Set<String> names = new HashSet<>();
        for (DagPbNode.Link link : links) {
            if (!names.add(link.name())) {
                throw new MalformedException(
                        "UnixFS folder " + cid + ": link " + entries.size() + " has the name of an earlier one");
            }
            entries.add(new Entry(link.name(), link.cid(), link.tsize()));
        }
        return new DirectoryNode(List.copyOf(entries), message.attributes());
    }

    /**
     * Writes a folder.
     *
     * @param entries in any order
     * @throws IllegalArgumentException if two have the same name, or a name cannot be written as UTF-8
     */
    public static byte[] encode(List<Entry> entries, Attributes attributes) {
        List<DagPbNode.Link> links = new ArrayList<>(entries.size());
        String last = null;
        for (Entry entry : sorted(entries)) {
            if (entry.name().equals(last)) {
                throw new IllegalArgumentException("a folder has two entries of the name " + last);
            }
            last = entry.name();
            links.add(new DagPbNode.Link(entry.cid(), entry.name(), entry.dagSize()));
        }
        return DagPbNode.encode(links, message(attributes).toBytes());
    }

    private static List<Entry> sorted(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::name, Entry.NAME_ORDER));
        return sorted;
    }

    private static ProtobufWriter message(Attributes attributes) {
        ProtobufWriter message = UnixFsMessage.begin(NodeType.DIRECTORY);
        attributes.encode(message);
        return message;
    }

    /** Returns how many bytes {@link #encode} makes of a folder without entries. */
    public static int emptySize(Attributes attributes) {
        return DagPbNode.encode(List.of(), message(attributes).toBytes()).length;
    }

    /** Returns by how many bytes {@code entry} makes the folder's block larger. */
    public static int encodedSize(Entry entry) {
        return DagPbNode.encodedSize(new DagPbNode.Link(entry.cid(), entry.name(), entry.dagSize()));
    }

    /** Returns the entries in the author's order. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns the entry of this name. */
    public Optional<Entry> entry(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    @Override
    public long linkedSize() {
        return UnixFsNode.sum(entries.stream().mapToLong(Entry::dagSize));
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String label() {
        return NodeType.DIRECTORY.label();
    }
}
