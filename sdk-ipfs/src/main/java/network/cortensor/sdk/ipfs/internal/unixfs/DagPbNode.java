package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The dag-pb container: links, and data that only the layer above understands.
 *
 * <p>Reading follows the strictness section of the dag-pb specification: fields of a link in order and once, links in one
 * run, no unknown fields. Data may stand before the links, since such blocks exist; we write it behind them. Links may come in
 * any order: the specification has them sorted by name when they are written, and taken as they are when they are read.
 */
final class DagPbNode {
    /** Eight times what the profiles write and far above any importer's default; bounds what a hostile node costs. */
    static final int MAX_LINKS = 8192;

    private static final int NODE_DATA = 1;
    private static final int NODE_LINKS = 2;
    private static final int LINK_HASH = 1;
    private static final int LINK_NAME = 2;
    private static final int LINK_TSIZE = 3;

    private final List<Link> links;
    private final ByteBuffer data;

    private DagPbNode(List<Link> links, ByteBuffer data) {
        this.links = links;
        this.data = data;
    }

    /**
     * A link to a block.
     *
     * @param name empty when absent: the two mean the same
     * @param tsize bytes of all blocks below, by the word of the author: never used to decide anything
     */
    record Link(Cid cid, String name, long tsize) {}

    static DagPbNode decode(String what, ByteBuffer bytes) {
        ProtobufReader in = new ProtobufReader(ByteReader.of(what, bytes));
        List<Link> links = new ArrayList<>();
        ByteBuffer data = ByteBuffer.allocate(0);
        boolean dataSeen = false;
        boolean linksEnded = false;
        while (!in.atEnd()) {
            int field = in.field();
            if (field == NODE_LINKS && !linksEnded) {
                if (links.size() == MAX_LINKS) {
                    throw in.malformed("has more than " + MAX_LINKS + " links");
                }
                links.add(decodeLink(in.message("link " + links.size())));
            } else if (field == NODE_DATA && !dataSeen) {
                data = in.view();
                dataSeen = true;
                linksEnded = !links.isEmpty();
            } else {
                throw in.malformed("node field " + field + " is unknown, repeated or out of order");
            }
        }
        return new DagPbNode(List.copyOf(links), data.asReadOnlyBuffer());
    }

    private static Link decodeLink(ProtobufReader in) {
        if (in.atEnd() || in.field() != LINK_HASH) {
            throw in.malformed("a link must start with the hash of its target");
        }
        Cid cid = decodeHash(in);
        String name = "";
        long tsize = 0;
        int last = LINK_HASH;
        while (!in.atEnd()) {
            int field = in.field();
            if (field <= last || field > LINK_TSIZE) {
                throw in.malformed("link field " + field + " is unknown, repeated or out of order");
            }
            if (field == LINK_NAME) {
                name = in.text("the name of a link");
            } else {
                tsize = in.number();
            }
            last = field;
        }
        return new Link(cid, name, tsize);
    }

    private static Cid decodeHash(ProtobufReader in) {
        byte[] hash = in.bytes();
        try {
            return Cid.decode(hash);
        } catch (MalformedException e) {
            // Said again with the block and the link that it is about.
            throw in.malformed("the hash is no CID that can be followed: " + e.getMessage());
        }
    }

    /** Writes a node; the caller has put the links into order. */
    static byte[] encode(List<Link> links, byte[] data) {
        ProtobufWriter out = new ProtobufWriter();
        for (Link link : links) {
            out.bytes(NODE_LINKS, encode(link));
        }
        return out.bytes(NODE_DATA, data).toBytes();
    }

    private static byte[] encode(Link link) {
        // An absent name would be as good, but the profiles' CIDs come from writing an empty one.
        return new ProtobufWriter()
                .bytes(LINK_HASH, link.cid().encoded())
                .bytes(LINK_NAME, Utf8.encode(link.name()))
                .number(LINK_TSIZE, link.tsize())
                .toBytes();
    }

    /** Returns how many bytes of the node are for {@code link}. */
    static int encodedSize(Link link) {
        return new ProtobufWriter().bytes(NODE_LINKS, encode(link)).size();
    }

    List<Link> links() {
        return links;
    }

    /** Returns a new read-only view of the data; empty when absent. */
    ByteBuffer data() {
        return data.duplicate();
    }
}
