package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;
import network.cortensor.sdk.staking.internal.transaction.Permit;
import network.cortensor.sdk.staking.internal.transaction.TokenDomain;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The COR token: ERC-20 with 18 decimals, and permits of EIP-2612 where the deployed token has them. That the network's own
 * tokens have permits is in no source; the development network's has.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked, and
 * {@link LedgerRefusedException} UNKNOWN_CONTRACT if the deployed code lacks the function.
 */
public final class CorToken {
    private final BoundContract contract;

    CorToken(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** What an account holds. */
    public Assured<TokenAmount> balance(Address account) {
        return contract.read("balanceOf", account).map(Fields::amount);
    }

    /** What {@code spender} may still take from {@code owner}. */
    public Assured<TokenAmount> allowance(Address owner, Address spender) {
        return contract.read("allowance", owner, spender).map(Fields::amount);
    }

    /** All there is. */
    public Assured<TokenAmount> totalSupply() {
        return contract.read("totalSupply").map(Fields::amount);
    }

    /** The number that the owner's next permit has to have: each permit is used once and in order. */
    public Assured<BigInteger> permitNonce(Address owner) {
        return contract.read("nonces", owner).map(Fields::integer);
    }

    /**
     * Has a permit signed, so that a spender can take tokens in the transaction that needs them.
     *
     * <p>The token is asked for its name, version and the owner's next number, and its domain is recomputed: nothing is
     * signed for another token or chain.
     *
     * @param owner signs for the account whose tokens it is about
     * @param spender who may take them: the contract that the permit is handed to
     * @param amount how many
     * @param deadline until when; compared with the time of the block
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the token has no permits
     * @throws LedgerEvidenceException if the token's domain is not that of this token on this chain, or the signer answers
     *     with something else
     */
    public SignedPermit permit(TransactionSigner owner, Address spender, TokenAmount amount, Instant deadline) {
        Assured<Hash> separator = contract.read("DOMAIN_SEPARATOR").map(Fields::hash);
        BoundContract then = contract.at(BlockId.hash(separator.assurance().blockHash()));
        Fields domain = then.read("eip712Domain").value().skip();
        TokenDomain expected =
                new TokenDomain(domain.text(), domain.text(), contract.chain().chainId(), contract.address());
        if (!expected.separator().equals(separator.value())) {
            throw new LedgerEvidenceException("Permit of " + contract + ": expected the domain " + expected.separator()
                    + " of this token on chain " + expected.chainId() + ", found " + separator.value()
                    + "; nothing was signed");
        }
        BigInteger nonce = then.read("nonces", owner.address()).value().integer();
        Permit permit = new Permit(expected, owner.address(), spender, amount, nonce, deadline);
        return new SignedPermit(permit, permit.sign(owner));
    }

    /**
     * Tokens changed hands.
     *
     * @param from who had them
     * @param to who has them
     * @param amount how many
     * @param receipt of the transaction
     */
    public record Transferred(Address from, Address to, TokenAmount amount, TransactionReceipt receipt) {}

    /**
     * A spender may take tokens.
     *
     * @param spender who may
     * @param amount how many from now on, whatever it was before
     * @param receipt of the transaction
     */
    public record Approved(Address spender, TokenAmount amount, TransactionReceipt receipt) {}

    /** What one account does with its tokens. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Gives tokens to another account.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE
         */
        public Transferred transfer(String intent, Address to, TokenAmount amount) {
            TransactionReceipt receipt =
                    sender.send(intent, "transfer " + amount + " to " + to, contract, "transfer", to, amount.wei());
            return transferred(receipt);
        }

        /** Lets {@code spender} take up to so many tokens from now on, in place of what it could take before. */
        public Approved approve(String intent, Address spender, TokenAmount amount) {
            TransactionReceipt receipt = sender.send(
                    intent, "let " + spender + " take " + amount, contract, "approve", spender, amount.wei());
            return new Approved(spender, amount, receipt);
        }

        /**
         * Makes new tokens: on a development network, by the owner of the token.
         *
         * @throws LedgerRefusedException NOT_ALLOWED for others; UNKNOWN_CONTRACT on tokens that cannot
         */
        public Transferred mint(String intent, Address to, TokenAmount amount) {
            TransactionReceipt receipt =
                    sender.send(intent, "mint " + amount + " for " + to, contract, "mint", to, amount.wei());
            return transferred(receipt);
        }

        private Transferred transferred(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "Transfer");
            return new Transferred(event.address(), event.address(), event.amount(), receipt);
        }
    }
}
