/**
 * Content addressing in which no unverified byte gets through. Start at {@link network.cortensor.sdk.ipfs.ContentStore}.
 */
module network.cortensor.sdk.ipfs {
    requires static transitive org.jspecify;

    exports network.cortensor.sdk.ipfs;
}
