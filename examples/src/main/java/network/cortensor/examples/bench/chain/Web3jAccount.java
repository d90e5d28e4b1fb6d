package network.cortensor.examples.bench.chain;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.staking.Address;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ManagedTransaction;
import org.web3j.tx.RawTransactionManager;
import org.web3j.utils.Numeric;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An account in the hands of web3j alone, as its users have it. */
final class Web3jAccount implements AutoCloseable {

    /** Enough for the call; nobody asked how much it takes. */
    static final long GAS = 300_000;

    private static final BigInteger TIP = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger MOST = BigInteger.valueOf(50_000_000_000L);

    private final Web3j web3j;
    private final Credentials credentials;
    private final long chainId;

    Web3jAccount(URI uri, long chainId, Credentials credentials) {
        this.web3j = Web3j.build(new HttpService(uri.toString()));
        this.credentials = credentials;
        this.chainId = chainId;
    }

    /** The way of {@link org.web3j.tx.Contract} and the wrappers that web3j generates. */
    private static final class Managed extends ManagedTransaction {
        private final long chainId;

        Managed(Web3j web3j, Credentials credentials, long chainId) {
            super(web3j, new RawTransactionManager(web3j, credentials, chainId));
            this.chainId = chainId;
        }

        TransactionReceipt call(Address target, String data) throws IOException, TransactionException {
            return sendEIP1559(chainId, target.toString(), data, BigInteger.ZERO, BigInteger.valueOf(GAS), TIP, MOST);
        }
    }

    /** Sends the call and waits for its receipt, so many times, with what web3j does by default. */
    void managed(Address target, byte[] data, int count) throws IOException {
        Managed managed = new Managed(web3j, credentials, chainId);
        for (int i = 0; i < count; i++) {
            try {
                require(managed.call(target, Numeric.toHexString(data)));
            } catch (TransactionException e) {
                throw new UnavailableException("web3j did not get a receipt.", e);
            }
        }
    }

    private BigInteger nonce() throws IOException {
        return web3j.ethGetTransactionCount(credentials.getAddress(), DefaultBlockParameterName.PENDING)
                .send()
                .getTransactionCount();
    }

    /** Sends the call so many times with nonces that are counted here, one after the other, then reads each receipt. */
    void bare(Address target, byte[] data, int count) throws IOException {
        BigInteger nonce = nonce();
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawTransaction transaction = RawTransaction.createTransaction(
                    chainId,
                    nonce.add(BigInteger.valueOf(i)),
                    BigInteger.valueOf(GAS),
                    target.toString(),
                    BigInteger.ZERO,
                    Numeric.toHexString(data),
                    TIP,
                    MOST);
            byte[] signed = TransactionEncoder.signMessage(transaction, credentials);
            EthSendTransaction sent =
                    web3j.ethSendRawTransaction(Numeric.toHexString(signed)).send();
            if (sent.hasError()) {
                throw new UnavailableException("anvil takes no transaction of web3j.");
            }
            hashes.add(Hash.sha3(Numeric.toHexString(signed)));
        }
        for (String hash : hashes) {
            Optional<TransactionReceipt> receipt = Optional.empty();
            while (receipt.isEmpty()) {
                receipt = web3j.ethGetTransactionReceipt(hash).send().getTransactionReceipt();
            }
            require(receipt.get());
        }
    }

    private static void require(TransactionReceipt receipt) {
        if (!receipt.isStatusOK()) {
            throw new IllegalStateException("a call that was tried before was refused");
        }
    }

    @Override
    public void close() {
        web3j.shutdown();
    }
}
