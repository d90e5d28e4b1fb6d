package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.BlockSource;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.internal.VerifiedRead;

import java.util.ArrayList;
import java.util.List;

/** What a path leads to, and the blocks that prove it. Immutable. */
public final class PathResolution {
    private final Cid cid;
    private final List<Cid> visited;

    private PathResolution(Cid cid, List<Cid> visited) {
        this.cid = cid;
        this.visited = List.copyOf(visited);
    }

    /**
     * Follows {@code path} through folders and the shards of large folders. Symlinks are not followed. The block at its end is
     * not fetched.
     *
     * @throws network.cortensor.sdk.ipfs.PathNotFoundException if there is no such name in a folder on the way, or something on
     *     the way is no folder; the visited blocks prove it
     * @throws network.cortensor.sdk.ipfs.MalformedException if a block on the way breaks the rules of folders, or is of a format
     *     that has none
     * @throws network.cortensor.sdk.ipfs.BlockNotFoundException if a block on the way is missing
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if the source gave another block
     */
    public static PathResolution of(BlockSource blocks, IpfsPath path) {
        PathTrace trace = new PathTrace(path);
        List<Cid> visited = new ArrayList<>();
        while (!trace.atEnd()) {
            visited.add(trace.wanted());
            trace.follow(VerifiedRead.require(blocks, trace.wanted()));
        }
        return new PathResolution(trace.wanted(), visited);
    }

    /** Returns what the path leads to, whether or not that block is there. */
    public Cid cid() {
        return cid;
    }

    /** Returns the blocks on the way, in order and without the one at the end. */
    public List<Cid> visited() {
        return visited;
    }
}
