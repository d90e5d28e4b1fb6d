package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;

import java.util.Arrays;

/**
 * A block of an Arbitrum chain that the chain's contract on its parent chain has confirmed. What it proves is as well known
 * as the parent's block, and it can be read without asking the rollup's own servers.
 *
 * <p>When an assertion is confirmed, the rollup's Outbox keeps the hash of its last block under the send root of that block:
 * in slot Keccak-256(send root ‖ 3) of Nitro's Outbox, with and without BoLD [V: nitro-contracts, ERC-7888]. The block's
 * header has that send root as its extra data.
 *
 * <p>A later assertion with the same send root, one between whose blocks no message went to the parent, takes the place of
 * the earlier one: only the last block of all these can be proved then.
 */
public final class ConfirmedRollupBlock {
    /** Place of the mapping {@code roots} in the Outbox. */
    private static final int ROOTS = 3;

    private final BlockHeader header;
    private final BlockHeader parent;
    private final Address outbox;

    private ConfirmedRollupBlock(BlockHeader header, BlockHeader parent, Address outbox) {
        this.header = header;
        this.parent = parent;
        this.outbox = outbox;
    }

    /**
     * Checks that a block was confirmed.
     *
     * @param parent a block of the parent chain; as much is proved as its hash is known
     * @param outbox the rollup's Outbox, which the caller has from a source it trusts: any contract can hold any hash
     * @param proof of the Outbox in the parent's state, with {@link #slot} of the block
     * @param header of the rollup's block
     * @throws LedgerEvidenceException if it was not, as of that block of the parent chain
     * @throws MalformedEvidenceException if the block's header has no send root
     */
    public static ConfirmedRollupBlock check(
            BlockHeader parent, Address outbox, AccountProof proof, BlockHeader header) {
        if (!proof.account().equals(outbox)) {
            throw new LedgerEvidenceException(
                    place(header) + ": expected a proof of the Outbox " + outbox + ", found one of " + proof.account());
        }
        Hash slot = slot(header);
        if (!proof.slots().contains(slot)) {
            throw new LedgerEvidenceException(place(header) + ": expected a proof of slot " + slot
                    + " of the Outbox, which is that of its send root, found one of " + proof.slots());
        }
        Hash confirmed = proof.check(parent).value(slot);
        if (!confirmed.equals(header.hash())) {
            throw new LedgerEvidenceException(place(header) + ": expected the block " + confirmed
                    + ", which the Outbox has under its send root, found " + header.hash());
        }
        return new ConfirmedRollupBlock(header, parent, outbox);
    }

    /**
     * The slot of the Outbox that has the hash of this block, once it is confirmed.
     *
     * @throws MalformedEvidenceException if the header has no send root: it is not one of Arbitrum Nitro
     */
    public static Hash slot(BlockHeader header) {
        byte[] sendRoot = header.extraData();
        if (sendRoot.length != Hash.LENGTH) {
            throw new MalformedEvidenceException(place(header) + ": expected a send root of " + Hash.LENGTH
                    + " bytes as extra data, found " + sendRoot.length);
        }
        byte[] place = Arrays.copyOf(sendRoot, 2 * Hash.LENGTH);
        place[place.length - 1] = ROOTS;
        return Hash.keccak256(place);
    }

    /** The confirmed block; its state root is worth as much as the parent's hash. */
    public BlockHeader header() {
        return header;
    }

    /** The block of the parent chain that it was proved against. */
    public BlockHeader parent() {
        return parent;
    }

    /** The contract that confirmed it. */
    public Address outbox() {
        return outbox;
    }

    /** Both blocks. */
    @Override
    public String toString() {
        return "ConfirmedRollupBlock[" + header.number() + " " + header.hash() + ", by " + parent.number() + " "
                + parent.hash() + "]";
    }

    private static String place(BlockHeader header) {
        return "Rollup's block " + header.number();
    }
}
