package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.transaction.Keystore;
import network.cortensor.sdk.staking.internal.transaction.Web3jCrypto;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A key in memory. The bytes are wiped when it is closed; the numbers that web3j makes of them for each signature cannot
 * be, and go with the garbage.
 */
final class KeySigner implements TransactionSigner {
    private final Object lock = new Object();
    private final byte[] secret;
    private final BigInteger publicKey;
    private final Address address;
    private boolean closed;

    private KeySigner(byte[] secret) {
        this.secret = secret;
        this.publicKey = Web3jCrypto.publicKey(new BigInteger(1, secret));
        this.address = Web3jCrypto.address(publicKey);
    }

    static KeySigner of(byte[] secret) {
        Web3jCrypto.requireSecret(secret);
        return new KeySigner(secret.clone());
    }

    static KeySigner open(Path file, char[] passphrase) {
        return new KeySigner(Keystore.read(file).open(passphrase));
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public byte[] sign(Hash digest) {
        return Web3jCrypto.sign(number(), publicKey, digest);
    }

    private BigInteger number() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The signer of " + address + " is closed");
            }
            return new BigInteger(1, secret);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "TransactionSigner[" + address + "]";
    }
}
