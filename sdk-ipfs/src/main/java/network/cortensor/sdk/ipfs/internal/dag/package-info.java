/**
 * Walks over DAGs of verified blocks: along a path, and over what a request selects behind its end. Shared by all that read
 * content, fetch it, serve it or pack it up.
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.internal.dag.DagWalk}. No walk is recursive, and none holds more than one block
 * and the links above it.
 */
@NullMarked
package network.cortensor.sdk.ipfs.internal.dag;

import org.jspecify.annotations.NullMarked;
