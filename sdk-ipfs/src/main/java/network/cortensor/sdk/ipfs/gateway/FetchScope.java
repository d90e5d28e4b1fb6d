package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.internal.dag.DagScope;

/** How much of what a path leads to is fetched (trustless gateway specification, {@code dag-scope}). */
public enum FetchScope {
    /** The one block at the end of the path. */
    BLOCK(DagScope.BLOCK),

    /** What is needed to read the file, or to list the folder, at the end of the path; of other formats the one block. */
    ENTITY(DagScope.ENTITY),

    /** Everything that is linked from the end of the path, at any distance. */
    ALL(DagScope.ALL);

    private final DagScope scope;

    FetchScope(DagScope scope) {
        this.scope = scope;
    }

    DagScope scope() {
        return scope;
    }
}
