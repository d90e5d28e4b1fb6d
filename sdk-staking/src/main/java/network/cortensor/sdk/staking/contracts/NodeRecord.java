package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.time.Instant;

/**
 * A registered node as the registry of the development network has it.
 *
 * @param address who
 * @param stake what it has at stake
 * @param slashed what it lost since it registered
 * @param registeredAt when it registered
 * @param announcements how many key announcements it made since then
 * @param announcementHash Keccak-256 of the latest, in UTF-8
 * @param announcementBlock number of the block whose log has the latest
 * @param eligible whether it gets tasks: has the minimum stake, is not blocked and does not drain
 */
public record NodeRecord(
        Address address,
        TokenAmount stake,
        TokenAmount slashed,
        Instant registeredAt,
        long announcements,
        Hash announcementHash,
        long announcementBlock,
        boolean eligible) {
    static NodeRecord of(Fields struct) {
        return new NodeRecord(
                struct.address(),
                struct.amount(),
                struct.amount(),
                struct.time(),
                struct.number(),
                struct.hash(),
                struct.number(),
                struct.flag());
    }
}
