package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.feed.Bloom;
import network.cortensor.sdk.staking.internal.feed.FeedBlock;
import network.cortensor.sdk.staking.internal.feed.FeedSource;
import network.cortensor.sdk.staking.internal.rpc.Fields;
import network.cortensor.sdk.staking.proof.Receipt;
import network.cortensor.sdk.staking.proof.ReceiptLog;
import network.cortensor.sdk.staking.proof.ReceiptsProof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A {@link Chain} as the feed asks it. */
final class ChainFeedSource implements FeedSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Chain chain;

    ChainFeedSource(Chain chain) {
        this.chain = chain;
    }

    @Override
    public FeedBlock head() {
        return block(chain.head());
    }

    @Override
    public FeedBlock block(long number) {
        return block(chain.header(BlockId.number(number)).value());
    }

    @Override
    public List<FeedBlock> blocks(List<Long> numbers) {
        return chain.headers(numbers).stream().map(ChainFeedSource::block).toList();
    }

    @Override
    public FeedBlock block(Hash hash) {
        return block(chain.header(BlockId.hash(hash)).value());
    }

    private static FeedBlock block(BlockHeader header) {
        return new FeedBlock(
                header.number(),
                header.hash(),
                header.parentHash(),
                header.timestamp(),
                Bloom.decode(header.logsBloom()));
    }

    @Override
    public List<ChainLog> logs(LogQuery query) {
        return chain.logs(query);
    }

    @Override
    public List<ChainLog> receipts(FeedBlock block) {
        return logs(chain.receipts(block.hash()));
    }

    @Override
    public List<ChainLog> provenReceipts(FeedBlock block) {
        BlockHeader header = chain.headerOf(block.hash());
        return chain.receiptEvidence(block.hash(), json -> prove(header, json));
    }

    private static List<ChainLog> prove(BlockHeader header, String json) {
        JsonNode answer = parse(json);
        List<TransactionReceipt> claimed = Answers.receipts(answer, header.hash());
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < claimed.size(); i++) {
            receipts.add(receipt(Fields.of("receipt", answer.get(i)), claimed.get(i)));
        }
        ReceiptsProof proof = ReceiptsProof.check(header, receipts);
        List<ChainLog> logs = logs(claimed);
        proof.requireExactly(logs);
        return logs;
    }

    /** With its type, which receipts of the first transactions do not name. */
    private static Receipt receipt(Fields fields, TransactionReceipt claimed) {
        return Receipt.of(
                fields.has("type") ? fields.index("type") : 0,
                claimed.succeeded(),
                BigInteger.valueOf(fields.number("cumulativeGasUsed")),
                claimed.logs().stream().map(ReceiptLog::of).toList());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new LedgerEvidenceException("Receipts: expected JSON, found something else", e);
        }
    }

    private static List<ChainLog> logs(List<TransactionReceipt> receipts) {
        return receipts.stream().flatMap(receipt -> receipt.logs().stream()).toList();
    }
}
