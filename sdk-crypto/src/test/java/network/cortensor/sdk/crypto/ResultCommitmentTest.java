package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultCommitmentTest {

    private static final String SALT = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    private static final String FIXED = "cortensor:result:1:421614:7:42:" + Known.COW + ":" + SALT + ":bafyresult";

    private final WalletAddress miner = Known.COW;
    private final ResultCommitment commitment =
            ResultCommitment.create(new TaskRef(421614, 7, 42), miner, "bafyresult");

    /** The hash was computed with ethers 6. */
    @Test
    void hash_fixedText_isItsKeccak256() {
        assertThat(ResultCommitment.parse(FIXED).hash())
                .isEqualTo(Known.hex("cd9a3e964f6b3a2abcccddf0f34c8db9f4bc84b2efe62f9c539b46a28ce4f094"));
    }

    @Test
    void verify_whatWasCommitted_holds() {
        ResultCommitment verified =
                ResultCommitment.verify(commitment.reveal(), commitment.hash(), new TaskRef(421614, 7, 42), miner);

        assertThat(verified).isEqualTo(commitment).hasSameHashCodeAs(commitment);
        assertThat(verified.task()).isEqualTo(new TaskRef(421614, 7, 42));
        assertThat(verified.miner()).isEqualTo(miner);
        assertThat(verified.result()).isEqualTo("bafyresult");
    }

    @Test
    void create_sameResultTwice_hashesTellNothing() {
        assertThat(ResultCommitment.create(new TaskRef(421614, 7, 42), miner, "bafyresult")
                        .hash())
                .isNotEqualTo(commitment.hash());
    }

    @Test
    void verify_copiedByAnotherMiner_isRejected() {
        // The lazy miner precommits the same hash, waits for the reveal and repeats it.
        WalletAddress lazy = WalletAddress.decode(new byte[20]);
        rejected(commitment.reveal(), commitment.hash(), 421614, 7, 42, lazy);
    }

    @Test
    void verify_anotherChainSessionTaskOrHash_isRejected() {
        String reveal = commitment.reveal();
        byte[] hash = commitment.hash();
        rejected(reveal, hash, 1, 7, 42, miner);
        rejected(reveal, hash, 421614, 8, 42, miner);
        rejected(reveal, hash, 421614, 7, 43, miner);
        rejected(reveal, new byte[32], 421614, 7, 42, miner);
        rejected(reveal, new byte[0], 421614, 7, 42, miner);
        rejected(reveal.replace("bafyresult", "bafyother"), hash, 421614, 7, 42, miner);
    }

    private static void rejected(String reveal, byte[] hash, long chain, long session, long task, WalletAddress miner) {
        assertThatThrownBy(() -> ResultCommitment.verify(reveal, hash, new TaskRef(chain, session, task), miner))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.COMMITMENT));
    }

    @Test
    void parse_everyOtherForm_isMalformed() {
        for (String bad : List.of(
                "",
                "cortensor:result:1",
                FIXED + ":",
                FIXED + "\n",
                " " + FIXED,
                FIXED.replace("result:1", "result:2"),
                FIXED.replace(":7:", ":07:"),
                FIXED.replace(":7:", ":-7:"),
                FIXED.replace(":7:", "::"),
                FIXED.replace(":7:", ":9223372036854775808:"),
                FIXED.replace(":421614:", ":0:"),
                FIXED.replace(Known.COW.toString(), Known.COW.toString().toLowerCase(Locale.ROOT)),
                FIXED.replace(SALT, SALT.substring(1)),
                FIXED.replace(SALT, SALT.substring(0, 42) + "d"),
                FIXED.replace("bafyresult", ""),
                FIXED.replace("bafyresult", "a b"),
                FIXED.replace("bafyresult", "a".repeat(257)),
                FIXED.replace("7", "٧"))) {
            assertThatThrownBy(() -> ResultCommitment.parse(bad)).as(bad).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void create_valuesOutOfRange_areRefused() {
        assertThatThrownBy(() -> ResultCommitment.create(new TaskRef(0, 7, 42), miner, "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResultCommitment.create(new TaskRef(1, -1, 42), miner, "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResultCommitment.create(new TaskRef(1, 7, -1), miner, "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResultCommitment.create(new TaskRef(1, 7, 42), miner, "a:b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_beforeTheReveal_hidesSaltAndResult() {
        ResultCommitment fixed = ResultCommitment.parse(FIXED);
        assertThat(fixed.toString()).doesNotContain(SALT).doesNotContain("bafyresult");
    }
}
