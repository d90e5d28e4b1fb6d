package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The message in a dag-pb block that says what the block is (UnixFS specification, {@code Data}). Its fields are in order, once
 * each but for the block sizes, and belong to its type; what they say together is for the node made of it to check.
 */
final class UnixFsMessage {
    static final int DATA = 2;
    static final int FILE_SIZE = 3;
    static final int BLOCK_SIZES = 4;
    static final int HASH_TYPE = 5;
    static final int FANOUT = 6;
    private static final int TYPE = 1;
    private static final int MODE = 7;
    private static final int MTIME = 8;

    private final ProtobufReader in;
    private final NodeType type;
    private final List<Long> blockSizes = new ArrayList<>();
    private ByteBuffer data = ByteBuffer.allocate(0);
    private long fileSize;
    private long hashType;
    private long fanout;
    private Attributes attributes = Attributes.NONE;

    private UnixFsMessage(ProtobufReader in, NodeType type) {
        this.in = in;
        this.type = type;
    }

    static UnixFsMessage decode(Cid cid, ByteBuffer bytes) {
        ProtobufReader in = new ProtobufReader(ByteReader.of("UnixFS message in block " + cid, bytes));
        UnixFsMessage message = new UnixFsMessage(in, decodeType(in));
        int last = TYPE;
        while (!in.atEnd()) {
            int field = in.field();
            if (field < last || (field == last && field != BLOCK_SIZES)) {
                throw in.malformed("field " + field + " is repeated or out of order");
            }
            message.decodeField(field);
            last = field;
        }
        return message;
    }

    private static NodeType decodeType(ProtobufReader in) {
        if (in.atEnd() || in.field() != TYPE) {
            throw in.malformed("must start with the node's type");
        }
        long code = in.number();
        NodeType type = NodeType.ofCode(code)
                .orElseThrow(() -> in.malformed("expected a file, folder or symlink, found type " + code));
        if (type == NodeType.METADATA) {
            throw in.malformed("expected a file, folder or symlink, found " + type.label());
        }
        return type;
    }

    private void decodeField(int field) {
        if (field == MODE) {
            attributes = attributes.decodeMode(in);
        } else if (field == MTIME) {
            attributes = attributes.decodeTime(in);
        } else if (!type.allows(field)) {
            throw in.malformed("field " + field + " does not belong to a " + type.label());
        } else if (field == DATA) {
            data = in.view();
        } else if (field == FILE_SIZE) {
            fileSize = in.number();
        } else if (field == BLOCK_SIZES) {
            blockSizes.add(decodeBlockSize());
        } else if (field == HASH_TYPE) {
            hashType = in.number();
        } else {
            fanout = in.number();
        }
    }

    private long decodeBlockSize() {
        long blockSize = in.number();
        // Parts without bytes would let a few blocks, linking to each other many times, cost a reader endless work for
        // nothing. No importer writes them.
        if (blockSize == 0) {
            throw in.malformed("block size " + blockSizes.size() + " is zero");
        }
        return blockSize;
    }

    /** Begins the message of a node; the caller goes on in the order of the fields. */
    static ProtobufWriter begin(NodeType type) {
        return new ProtobufWriter().number(TYPE, type.code());
    }

    NodeType type() {
        return type;
    }

    ByteBuffer data() {
        return data;
    }

    /** Returns the data as text; {@code name} says what it is if it is none. */
    String text(String name) {
        return in.text(name, data.duplicate());
    }

    /** Returns the size that the message declares; one that declares none has zero (UnixFS specification, "filesize"). */
    long fileSize() {
        return fileSize;
    }

    List<Long> blockSizes() {
        return blockSizes;
    }

    long hashType() {
        return hashType;
    }

    long fanout() {
        return fanout;
    }

    Attributes attributes() {
        return attributes;
    }

    MalformedException malformed(String problem) {
        return in.malformed(problem);
    }
}
