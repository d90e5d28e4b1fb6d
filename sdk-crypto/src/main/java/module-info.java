/** Sealing and opening of prompts and results, wallets, signatures and key announcements. */
module network.cortensor.sdk.crypto {
    requires com.fasterxml.jackson.core;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports network.cortensor.sdk.crypto;
    exports network.cortensor.sdk.crypto.age;
    exports network.cortensor.sdk.crypto.channel;
    exports network.cortensor.sdk.crypto.sharing;
}
