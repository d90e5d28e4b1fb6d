package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.internal.abi.AbiParameters;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Leave to spend the tokens of an account, given by a signature instead of a transaction (EIP-2612).
 *
 * <p>Whoever has it may use it, once, until its deadline: it is worth what it allows.
 *
 * @param domain for which token
 * @param owner whose tokens
 * @param spender who may spend them
 * @param value how much, at most
 * @param nonce how many permits of the owner the token has taken before
 * @param deadline the last second at which the token takes it
 */
public record Permit(
        TokenDomain domain, Address owner, Address spender, TokenAmount value, BigInteger nonce, Instant deadline) {
    private static final Hash TYPE = Hash.keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)".getBytes(UTF_8));
    private static final AbiParameters LAYOUT = AbiParameters.parse("bytes32,address,address,uint256,uint256,uint256");
    private static final short PREFIX = 0x1901;

    /** The digest that the owner signs (EIP-712). */
    public Hash digest() {
        Hash struct =
                Hash.keccak256(LAYOUT.encode(TYPE, owner, spender, value.wei(), nonce, deadline.getEpochSecond()));
        return Hash.keccak256(ByteBuffer.allocate(Short.BYTES + 2 * Hash.LENGTH)
                .putShort(PREFIX)
                .put(domain.separator().bytes())
                .put(struct.bytes())
                .array());
    }

    /**
     * Has it signed, and checks the signature.
     *
     * @throws IllegalArgumentException if the signer is not the owner's
     * @throws LedgerEvidenceException if the signer answers with something else
     */
    public Signature sign(TransactionSigner signer) {
        if (!signer.address().equals(owner)) {
            throw new IllegalArgumentException(
                    "Permit of " + owner + ": expected the owner's signer, found that of " + signer.address());
        }
        return Signature.by(signer, digest());
    }
}
