package network.cortensor.sdk.ipfs.internal.dag;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What of a DAG is wanted behind the end of a path, and how often. Immutable and thread-safe. */
public final class DagSelection {
    private final DagScope scope;
    private final @Nullable EntityBytes bytes;
    private final boolean duplicates;

    private DagSelection(DagScope scope, @Nullable EntityBytes bytes, boolean duplicates) {
        this.scope = scope;
        this.bytes = bytes;
        this.duplicates = duplicates;
    }

    /** Selects by scope; each block once. */
    public static DagSelection of(DagScope scope) {
        return new DagSelection(scope, null, false);
    }

    /** Selects what proves a range of a file, or of anything else the whole {@link DagScope#ENTITY}; each block once. */
    public static DagSelection of(EntityBytes bytes) {
        return new DagSelection(DagScope.ENTITY, bytes, false);
    }

    /**
     * Has each block come as often as a reader from the front to the back meets it ({@code dups=y}). Without, it comes when it
     * is met first ({@code dups=n}), and the walk remembers what has come.
     */
    public DagSelection withDuplicates() {
        return new DagSelection(scope, bytes, true);
    }

    /** Returns the scope. */
    public DagScope scope() {
        return scope;
    }

    /** Returns the range, if there is one. */
    public Optional<EntityBytes> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** Tells whether blocks may come more than once. */
    public boolean duplicates() {
        return duplicates;
    }
}
