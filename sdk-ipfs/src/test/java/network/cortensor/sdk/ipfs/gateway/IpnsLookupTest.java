package network.cortensor.sdk.ipfs.gateway;

import mockwebserver3.MockResponse;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class IpnsLookupTest {
    private static final String TYPE = "application/vnd.ipfs.ipns-record";
    private static final String PATH = "/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

    private final KeyPair keys = keyPair();
    private final IpnsName name = IpnsName.of(keys.getPublic());
    private final IpnsRecord older = record(keys, 7);
    private final IpnsRecord newer = record(keys, 8);
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static IpnsRecord record(KeyPair keys, long sequence) {
        return IpnsRecord.builder(PATH, sequence, Instant.now().plus(Duration.ofHours(1)))
                .sign(keys);
    }

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        toClose.push(closeable);
        return closeable;
    }

    private FakeGateway gateway(MockResponse answer) throws IOException {
        return opened(FakeGateway.behaving(BlockStore.memory(), (asked, gateway) -> answer));
    }

    private FakeGateway gateway(IpnsRecord record) throws IOException {
        return gateway(FakeGateway.answer(TYPE, record.encoded()).build());
    }

    private FakeGateway silent() throws IOException {
        return opened(FakeGateway.behaving(BlockStore.memory(), (asked, gateway) -> gateway.silent()));
    }

    private GatewayClient client(FakeGateway... gateways) {
        List<URI> uris = new ArrayList<>();
        Arrays.stream(gateways).map(FakeGateway::uri).forEach(uris::add);
        return opened(GatewayClient.create(GatewayClientOptions.builder(uris)
                .hedgeDelay(Duration.ofMillis(200))
                .attemptTimeout(Duration.ofSeconds(5))
                .build()));
    }

    @Test
    void resolve_severalRecords_newestWins() throws IOException {
        FakeGateway first = gateway(older);
        assertThat(client(first, gateway(newer)).resolve(name, CallOptions.none()))
                .contains(newer);
        assertThat(first.asked()).containsExactly("/ipns/" + name + "?format=ipns-record");
    }

    @Test
    void resolve_oneSilent_isNotWaitedForLong() throws IOException {
        assertThat(client(silent(), gateway(newer)).resolve(name, CallOptions.none()))
                .contains(newer);
    }

    @Test
    void resolve_forgedRecord_isRejectedAndTheGatewayBanned() throws IOException {
        IpnsRecord forged = record(keyPair(), 9);
        GatewayClient client = client(gateway(forged), gateway(newer));
        assertThat(client.resolve(name, CallOptions.none())).contains(newer);
        GatewayClient alone = client(gateway(forged));
        assertThatThrownBy(() -> alone.resolve(name, CallOptions.none())).isInstanceOf(RecordRejectedException.class);
        assertThat(alone.health().get(0).standing()).isEqualTo(GatewayHealth.Standing.BANNED);
    }

    @Test
    void resolve_rollback_isRejected() throws IOException {
        FakeGateway[] now = {gateway(newer), gateway(older)};
        CountDownLatch gone = new CountDownLatch(1);
        FakeGateway forgets = opened(FakeGateway.behaving(
                BlockStore.memory(),
                (asked, gateway) -> FakeGateway.answer(TYPE, (gone.getCount() == 0 ? older : newer).encoded())
                        .build()));
        assertThat(client(now).resolve(name, CallOptions.none())).contains(newer);
        GatewayClient client = client(forgets);
        assertThat(client.resolve(name, CallOptions.none())).contains(newer);
        gone.countDown();
        assertThatThrownBy(() -> client.resolve(name, CallOptions.none()))
                .isInstanceOfSatisfying(
                        RecordRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.ROLLBACK));
        // Being behind is no lie.
        assertThat(client.health().get(0).standing()).isEqualTo(GatewayHealth.Standing.ASKED);
    }

    @Test
    void resolve_noRecord_isEmptyOnlyIfAllSaySo() throws IOException {
        FakeGateway none = gateway(FakeGateway.status(404));
        assertThat(client(none, gateway(FakeGateway.status(404))).resolve(name, CallOptions.none()))
                .isEmpty();
        GatewayClient oneDown = client(none, gateway(FakeGateway.status(500)));
        assertThatThrownBy(() -> oneDown.resolve(name, CallOptions.none())).isInstanceOf(UnreachableException.class);
        GatewayClient oneRefuses = client(none, gateway(FakeGateway.status(403)));
        assertThatThrownBy(() -> oneRefuses.resolve(name, CallOptions.none())).isInstanceOf(RefusedException.class);
        GatewayClient html =
                client(gateway(FakeGateway.answer("text/html", newer.encoded()).build()));
        assertThatThrownBy(() -> html.resolve(name, CallOptions.none())).isInstanceOf(UnreachableException.class);
        GatewayClient large =
                client(gateway(FakeGateway.answer(TYPE, new byte[20_000]).build()));
        assertThatThrownBy(() -> large.resolve(name, CallOptions.none())).isInstanceOf(IpfsException.class);
    }

    @Test
    void resolve_routerHasANewerRecord_thatWins() throws IOException {
        FakeGateway router = gateway(newer);
        DelegatedRouting routing = opened(DelegatedRouting.create(router.uri()));
        GatewayClient client = opened(
                GatewayClient.create(GatewayClientOptions.builder(gateway(older).uri())
                        .routing(routing)
                        .build()));
        assertThat(client.resolve(name, CallOptions.none())).contains(newer);
        assertThat(router.asked()).containsExactly("/routing/v1/ipns/" + name);
        assertThat(routing.resolve(name, CallOptions.none())).contains(newer);
    }

    @Test
    void resolve_deadline_endsTheCall() throws IOException {
        GatewayClient client = client(silent());
        CallOptions call = CallOptions.builder().timeout(Duration.ofMillis(200)).build();
        assertThatThrownBy(() -> client.resolve(name, call)).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void resolve_clientClosed_endsTheCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FakeGateway silent = opened(FakeGateway.behaving(BlockStore.memory(), (request, gateway) -> {
            asked.countDown();
            return gateway.silent();
        }));
        GatewayClient client = client(silent);
        FutureTask<Throwable> task = new FutureTask<>(() -> {
            try {
                return new AssertionError(client.resolve(name, CallOptions.none()));
            } catch (IpfsException e) {
                return e;
            }
        });
        new Thread(task).start();
        asked.await();
        client.close();
        assertThat(task.get()).isInstanceOf(CancelledException.class);
    }
}
