package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.NodeSubmission;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.TaskFacts;
import network.cortensor.sdk.verify.Verdict;
import network.cortensor.sdk.verify.VerificationPolicy;

import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One node's result, put together by hand, for attacks on {@link ResultVerifier} that a client's own bookkeeping would keep away
 * from it. Honest by default; attacks exchange one part.
 */
final class HandmadeResult {

    static final long CHAIN = 1;
    static final TaskId TASK = new TaskId(new SessionId(2), 3);
    static final Cid PROMPT = cid("prompt");

    private static final byte[] SALT = new byte[32];

    private HandmadeResult() {}

    static Cid cid(String content) {
        return Block.of(Codec.RAW, content.getBytes(UTF_8)).cid();
    }

    static Hash digest(String answer) {
        return CanonicalText.of(answer).digest(SALT);
    }

    static ResultCommitment commitment(Wallet miner) {
        return ResultCommitment.create(
                new TaskRef(CHAIN, TASK.session().value(), TASK.number()),
                miner.address(),
                cid("result").toString());
    }

    static NodeStatement statement(WalletSigner miner) {
        return NodeStatement.sign(miner, CHAIN, TASK, PROMPT, digest(Scene.ANSWER), "model");
    }

    static NodeSubmission honest(Wallet miner) {
        return with(miner, statement(miner));
    }

    /** Everything in order except, perhaps, the statement. */
    static NodeSubmission with(Wallet miner, NodeStatement statement) {
        return revealed(miner, commitment(miner), statement);
    }

    /** Everything in order except, perhaps, the commitment. */
    static NodeSubmission with(Wallet miner, ResultCommitment commitment) {
        return revealed(miner, commitment, statement(miner));
    }

    private static NodeSubmission revealed(Wallet miner, ResultCommitment commitment, NodeStatement statement) {
        return NodeSubmission.opened(
                Party.addressOf(miner), Hash.decode(commitment.hash()), commitment.reveal(), statement, Scene.ANSWER);
    }

    /** Judges as a client would that asked so many nodes and wants a majority. */
    static Verdict judge(int asked, NodeSubmission... submissions) {
        return ResultVerifier.create(VerificationPolicy.majority(), EmbeddingModel.miniLm())
                .verify(TaskFacts.of(CHAIN, TASK, PROMPT, SALT, asked), List.of(submissions));
    }
}
