package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.WalletAddress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JavaScript library for Ethereum. Typed data is the JSON of {@code eth_signTypedData_v4}. */
final class EthereumPeer implements AutoCloseable {

    private final LinePeer node;
    private final String library;

    /** Starts a process of its own with {@code ethers} or {@code viem}. */
    EthereumPeer(Path folder, String library) throws IOException {
        this.node = LinePeer.node(folder);
        this.library = library;
    }

    /** The library and its version. */
    String name() {
        return "npm " + library + ' ' + node.askForText("version", library);
    }

    byte[] keccak256(byte[] bytes) {
        return node.askForOne("keccak256", library, bytes);
    }

    WalletAddress address(byte[] key) {
        return WalletAddress.parse(node.askForText("address", library, key));
    }

    byte[] digest(String typedData) {
        return node.askForOne("typed-hash", library, typedData);
    }

    /** Hashes the message alone. */
    byte[] structHash(String typedData) {
        return node.askForOne("typed-struct", library, typedData);
    }

    byte[] sign(byte[] key, String typedData) {
        return node.askForOne("typed-sign", library, key, typedData);
    }

    WalletAddress recover(String typedData, byte[] signature) {
        return WalletAddress.parse(node.askForText("typed-recover", library, typedData, signature));
    }

    byte[] personalDigest(byte[] message) {
        return node.askForOne("personal-hash", library, message);
    }

    byte[] signPersonal(byte[] key, byte[] message) {
        return node.askForOne("personal-sign", library, key, message);
    }

    WalletAddress recoverPersonal(byte[] message, byte[] signature) {
        return WalletAddress.parse(node.askForText("personal-recover", library, message, signature));
    }

    /** Returns the EIP-712 cases of {@code @ethersproject/testcases}: typed data and digest, one after the other. */
    List<byte[]> typedDataCases() {
        return node.ask("testcases-typed");
    }

    @Override
    public void close() {
        node.close();
    }
}
