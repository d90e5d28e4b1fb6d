package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;

import java.math.BigInteger;

/** Signs transactions of an account of {@link Anvil} with ample fees: for tests of what happens to signed bytes. */
final class Sender {
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);

    private final Anvil anvil;
    private final Anvil.Account account;

    Sender(Anvil anvil, Anvil.Account account) {
        this.anvil = anvil;
        this.account = account;
    }

    /** One wei to somebody. */
    byte[] transfer(long nonce, Address to) {
        return sign(builder(nonce).to(to).value(BigInteger.ONE));
    }

    /** The same with another fee. */
    byte[] transfer(long nonce, Address to, BigInteger maxFeeInGwei) {
        BigInteger fee = maxFeeInGwei.multiply(GWEI);
        return sign(builder(nonce).to(to).value(BigInteger.ONE).fees(fee, fee));
    }

    /** A call of a contract. */
    byte[] call(long nonce, Address to, byte[] data) {
        return sign(builder(nonce).to(to).data(data));
    }

    private DynamicFeeTransaction.Builder builder(long nonce) {
        return DynamicFeeTransaction.builder(anvil.chainId(), nonce)
                .gasLimit(200_000)
                .fees(GWEI, GWEI.multiply(BigInteger.TEN));
    }

    private byte[] sign(DynamicFeeTransaction.Builder transaction) {
        return transaction
                .build()
                .sign(TransactionSigner.ofKey(account.secret()))
                .bytes();
    }
}
