package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;

import java.util.function.Consumer;

/** The links of blocks of every codec, for those who must not overlook one. */
final class BlockLinks {
    private BlockLinks() {}

    /**
     * Names the targets of a block's links.
     *
     * @throws MalformedException if the block breaks the rules of its codec, links to what this module does not follow, or is of
     *     a codec whose links are not read
     */
    static void read(Block block, Consumer<Cid> links) {
        String what = "block " + block.cid();
        switch (block.cid().codec()) {
            case RAW -> {}
            case DAG_PB -> DagPbLinks.read(what, block.buffer(), links);
            case DAG_CBOR -> DagCbor.links(what, block.buffer(), links);
            case DAG_JSON ->
                throw new MalformedException(
                        what
                                + ": the links of dag-json blocks are not read, so what lies below cannot be kept; pin that by itself");
        }
    }
}
