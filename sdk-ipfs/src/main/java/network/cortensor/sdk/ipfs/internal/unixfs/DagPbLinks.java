package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The links of dag-pb blocks, for those who do not care what the blocks mean. */
public final class DagPbLinks {
    private DagPbLinks() {}

    /**
     * Names the targets of a block's links, in their order.
     *
     * @param what names the block in error messages
     * @throws network.cortensor.sdk.ipfs.MalformedException if it is no dag-pb, or a link is none that this module follows
     */
    public static void read(String what, ByteBuffer block, Consumer<Cid> links) {
        DagPbNode.decode(what, block).links().forEach(link -> links.accept(link.cid()));
    }
}
