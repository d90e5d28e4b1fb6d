package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.MalformedException;

import java.util.Locale;

/** How much of the DAG behind the end of a path is wanted (trustless gateway specification, {@code dag-scope}). */
public enum DagScope {
    /** The one block at the end of the path. */
    BLOCK,

    /** What is needed to read the file, or to list the folder, at the end of the path; of other formats the one block. */
    ENTITY,

    /** Everything that is linked from the end of the path, at any distance. */
    ALL;

    /**
     * Parses the value of the request parameter.
     *
     * @throws MalformedException if there is no such scope
     */
    public static DagScope parse(String parameter) {
        for (DagScope scope : values()) {
            if (scope.parameter().equals(parameter)) {
                return scope;
            }
        }
        throw new MalformedException("dag-scope: expected block, entity or all");
    }

    /** Returns the value of the request parameter. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
