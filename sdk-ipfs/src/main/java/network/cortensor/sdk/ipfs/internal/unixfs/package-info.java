/**
 * Files and folders as DAGs of blocks: the dag-pb container and the UnixFS message in it, read strictly and written in one
 * way.
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode}.
 */
@NullMarked
package network.cortensor.sdk.ipfs.internal.unixfs;

import org.jspecify.annotations.NullMarked;
