/**
 * Content addressing in which no unverified byte gets through. Start at {@link network.cortensor.sdk.ipfs.ContentStore}.
 */
module network.cortensor.sdk.ipfs {
    requires com.fasterxml.jackson.databind;
    requires jdk.httpserver;
    requires okhttp3;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports network.cortensor.sdk.ipfs;
    exports network.cortensor.sdk.ipfs.car;
    exports network.cortensor.sdk.ipfs.gateway;
    exports network.cortensor.sdk.ipfs.ipns;
    exports network.cortensor.sdk.ipfs.kubo;
    exports network.cortensor.sdk.ipfs.pinning;
}
