package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Cid;

/**
 * A pin of a daemon.
 *
 * @param cid what is pinned
 * @param kind how
 * @param name what it was called when it was pinned; often empty
 */
public record KuboPin(Cid cid, KuboPinKind kind, String name) {}
