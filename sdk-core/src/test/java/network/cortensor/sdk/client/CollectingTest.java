package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ForwardingBlockStore;
import network.cortensor.sdk.ipfs.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What stands in the way of fetching results that are paid: it is no node's fault, and the answer comes later. */
@Timeout(200)
class CollectingTest extends OnEmbeddedLedger {

    private CompletionRequest ask(Runnable whenEnded) {
        return CompletionRequest.builder("How many?")
                .timeout(Duration.ofSeconds(20))
                .listener(noting((stage, detail) -> {
                    if (stage == Stage.ENDED) {
                        whenEnded.run();
                    }
                }))
                .build();
    }

    private void requireResumedForItsAnswer(CortensorClient client) {
        assertThat(client.unfinished()).hasSize(1);
        VerifiedCompletion completion = client.resume(client.unfinished().get(0), new CompletionListener() {});
        assertThat(completion.verdict().support()).isEqualTo(3);
    }

    @Test
    void complete_interruptedWhenTheTaskHasEnded_isCancelledAndResumedForItsAnswer() {
        LocalNetwork network = network(3);
        CortensorClient client = client(account(), network.store());
        InferenceSession session = client.openSession(terms(3, 0), DEPOSIT);

        Throwable failure = catchThrowable(
                () -> session.complete(ask(() -> Thread.currentThread().interrupt())));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(CancelledException.class);
        requireResumedForItsAnswer(client);
    }

    @Test
    void complete_storeCannotBeReachedWhenTheTaskHasEnded_isUnavailableAndResumedForItsAnswer() {
        LocalNetwork network = network(3);
        AtomicBoolean gone = new AtomicBoolean();
        BlockStore store = new ForwardingBlockStore(network.store().blocks()) {
            @Override
            public Optional<Block> get(Cid cid) {
                if (gone.get()) {
                    throw new UnreachableException("could not ask the Kubo node", null);
                }
                return super.get(cid);
            }
        };
        CortensorClient client = client(account(), ContentStore.on(store));
        InferenceSession session = client.openSession(terms(3, 0), DEPOSIT);

        Throwable failure = catchThrowable(() -> session.complete(ask(() -> gone.set(true))));

        gone.set(false);
        assertThat(failure).isInstanceOf(UnavailableException.class);
        requireResumedForItsAnswer(client);
    }
}
