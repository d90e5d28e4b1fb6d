package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/** A node that announces as its key a block that is no key because it is too large. */
@Timeout(200)
class HostileNodeKeyTest extends OnEmbeddedLedger {

    /** Registers a node whose announced key is a block of 5,000 bytes, which is in the store. */
    private Address hostile(LocalNetwork network) {
        Wallet node = Wallet.generate();
        opened.add(node);
        Address address = Counterparts.of(node.address());
        Block tooLarge = Block.of(Codec.RAW, new byte[5000]);
        network.store().blocks().put(tooLarge);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plusSeconds(3600);
        byte[] announcement;
        try (Identity any = Identity.generate()) {
            announcement = KeyAnnouncement.begin(node, ledger.chainId(), any.recipient(), 0, now, until)
                    .encoded();
        }
        byte[] key = tooLarge.cid().digest();
        byte[] suite = Arrays.copyOfRange(announcement, 4 * 32 - 8, 4 * 32);
        WalletSignature signature = TypedData.builder(
                        "KeyAnnouncement", "Cortensor key announcement", "1", ledger.chainId())
                .address("node", node.address())
                .uint64("suite", ByteBuffer.wrap(suite).getLong())
                .bytes32("keyId", key)
                .uint64("epoch", 0)
                .uint64("validFrom", now.getEpochSecond())
                .uint64("validUntil", until.getEpochSecond())
                .bytes32("previous", new byte[32])
                .build()
                .sign(node);
        System.arraycopy(key, 0, announcement, 4 * 32, 32);
        System.arraycopy(signature.bytes(), 0, announcement, announcement.length - 65, 65);
        ledger.fund(address, STAKE);
        ledger.account(address)
                .register(STAKE, Base64.getUrlEncoder().withoutPadding().encodeToString(announcement));
        return address;
    }

    private CompletionRequest ask(OnStage action) {
        return CompletionRequest.builder("How many?")
                .timeout(Duration.ofSeconds(8))
                .listener(noting(action))
                .build();
    }

    @Test
    void complete_keyOfOneNodeIsTooLarge_theOthersAreAskedAllTheSame() {
        LocalNetwork network = network(2);
        hostile(network);
        InferenceSession session = client(account(), network.store()).openSession(terms(3, 0), DEPOSIT);

        VerifiedCompletion completion = session.complete(ask((stage, detail) -> {}));

        assertThat(completion.text()).isEqualTo("42");
        assertThat(completion.verdict().support()).isEqualTo(2);
    }

    @Test
    void complete_keyOfOneValidatorIsTooLarge_theOtherOneJudges() {
        LocalNetwork network = network(3);
        InferenceSession session = client(account(), network.store()).openSession(terms(2, 2), DEPOSIT);
        hostile(network);

        VerifiedCompletion completion = session.complete(ask((stage, detail) -> {
            // The one with the key has judged both results; the other one never will.
            if (stage == Stage.JUDGED && stages(Stage.JUDGED).size() == 2) {
                letTheRoundPass();
            }
        }));

        assertThat(completion.text()).isEqualTo("42");
        assertThat(stages).contains("GRANTED prompt and results to 1 validator");
        assertThat(stages(Stage.JUDGED)).hasSize(2);
    }
}
