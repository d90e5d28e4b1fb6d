package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.EntityBytes;

/**
 * What a CAR is asked for.
 *
 * @param path from the root to what is wanted
 * @param selection what of it
 */
record DagRequest(IpfsPath path, DagSelection selection) {
    static DagRequest of(IpfsPath path, DagScope scope) {
        return new DagRequest(path, DagSelection.of(scope));
    }

    static DagRequest of(IpfsPath path, EntityBytes bytes) {
        return new DagRequest(path, DagSelection.of(bytes));
    }

    /** Whether it can only stand for one block, which is better asked for by itself. */
    boolean isOneBlock() {
        boolean hasNoLinks = path.root().codec() == Codec.RAW || selection.scope() == DagScope.BLOCK;
        return path.names().isEmpty() && hasNoLinks;
    }
}
