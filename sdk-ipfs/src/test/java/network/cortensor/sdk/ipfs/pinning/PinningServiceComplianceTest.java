package network.cortensor.sdk.ipfs.pinning;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the compliance checks for services find out (add, auth, delete, edit, get, match, pagination), asked by our client of a
 * service in this JVM. No real service can be reached from a build, so this shows that client and specification agree, not
 * that any service does.
 */
class PinningServiceComplianceTest {
    private final SeededRandom random = SeededRandom.create("PinningServiceComplianceTest");

    private FakePinningService service;
    private PinningClient client;

    @BeforeEach
    void start() throws IOException {
        service = new FakePinningService();
        client = client(FakePinningService.TOKEN);
    }

    private PinningClient client(String token) {
        return PinningClient.open(
                PinningClientOptions.builder(service.endpoint(), token).build());
    }

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    private Cid cid() {
        return Block.of(Codec.RAW, random.bytes(20)).cid();
    }

    @Test
    void add_newPin_isQueuedPinningOrPinned() {
        Pin pin = Pin.builder(cid())
                .name("a name: \u00fc & ?")
                .origins(
                        List.of("/ip4/203.0.113.142/tcp/4001/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN"))
                .meta(Map.of("app_id", "x\"y", "b", "\u00fc"))
                .build();
        PinState state = client.add(pin);
        assertThat(state.status()).isNotEqualTo(PinStatus.FAILED);
        assertThat(state.pin()).isEqualTo(pin);
        assertThat(state.delegates()).hasSize(1);
        assertThat(state.info()).containsEntry("status_details", "a step at a time");
        assertThat(client.get(state.requestId()).orElseThrow().pin()).isEqualTo(pin);
    }

    @Test
    void everyCall_wrongToken_isRefused() {
        try (PinningClient stranger = client("purposefullyInvalid")) {
            assertThatThrownBy(() -> stranger.page(PinQuery.all(), 10))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("401")
                    .hasMessageNotContaining("purposefullyInvalid")
                    .hasMessageNotContaining("remote words");
            assertThatThrownBy(() -> stranger.add(Pin.of(cid()))).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void remove_newPin_isGone() {
        PinRequestId id = client.add(Pin.of(cid())).requestId();
        assertThat(client.remove(id)).isTrue();
        assertThat(client.get(id)).isEmpty();
        assertThat(client.remove(id)).isFalse();
    }

    @Test
    void remove_allPins_leavesNone() {
        for (int i = 0; i < 30; i++) {
            client.add(Pin.of(cid()));
        }
        client.list(PinQuery.all(), 100)
                .forEach(state -> assertThat(client.remove(state.requestId())).isTrue());
        assertThat(client.page(PinQuery.all(), 10)).isEqualTo(new PinPage(0, List.of()));
    }

    @Test
    void replace_pin_hasNewIdAndTheOldOneIsGone() {
        PinState old = client.add(Pin.of(cid()));
        Cid other = cid();
        PinState replaced = client.replace(old.requestId(), Pin.of(other));
        assertThat(replaced.pin().cid()).isEqualTo(other);
        assertThat(replaced.requestId()).isNotEqualTo(old.requestId());
        assertThat(client.get(old.requestId())).isEmpty();
        assertThat(client.get(replaced.requestId())).isPresent();
        assertThatThrownBy(() -> client.replace(old.requestId(), Pin.of(other)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no such request");
    }

    @Test
    void page_allStatuses_findsAllOfThem() {
        for (String status : List.of("queued", "pinning", "pinned", "failed")) {
            service.begin(status);
            client.add(Pin.of(cid()));
        }
        assertThat(client.page(PinQuery.all(), 10).states())
                .extracting(PinState::status)
                .containsExactlyInAnyOrder(PinStatus.values());
        PinQuery failed = PinQuery.builder().statuses(Set.of(PinStatus.FAILED)).build();
        assertThat(client.page(failed, 10).count()).isEqualTo(1);
    }

    @Test
    void page_byName_findsItInEachWayOfComparing() {
        String name = UUID.randomUUID().toString();
        String part = name.substring(name.length() / 4, name.length() * 3 / 4);
        client.add(Pin.builder(cid()).name(name).build());
        client.add(Pin.builder(cid()).name("other").build());
        Map<NameMatch, String> wanted = Map.of(
                NameMatch.EXACT,
                name,
                NameMatch.IEXACT,
                name.toUpperCase(Locale.ROOT),
                NameMatch.PARTIAL,
                part,
                NameMatch.IPARTIAL,
                part.toUpperCase(Locale.ROOT));
        wanted.forEach((match, text) -> {
            PinPage page = client.page(PinQuery.builder().name(text, match).build(), 10);
            assertThat(page.count()).as(match.name()).isEqualTo(1);
            assertThat(page.states().get(0).pin().name()).contains(name);
        });
    }

    @Test
    void page_byCidMetaAndTime_findsWhatMatches() {
        Cid first = cid();
        Cid second = cid();
        PinState one =
                client.add(Pin.builder(first).meta(Map.of("a", "1", "b", "2")).build());
        PinState two = client.add(Pin.builder(second).meta(Map.of("a", "1")).build());
        PinState three = client.add(Pin.of(cid()));
        assertThat(ids(PinQuery.builder().cids(Set.of(first, second)).build()))
                .containsExactly(two.requestId(), one.requestId());
        assertThat(ids(PinQuery.builder().meta(Map.of("a", "1", "b", "2")).build()))
                .containsExactly(one.requestId());
        assertThat(ids(PinQuery.builder().before(two.created()).build())).containsExactly(one.requestId());
        assertThat(ids(PinQuery.builder().after(two.created()).build())).containsExactly(three.requestId());
    }

    private List<PinRequestId> ids(PinQuery query) {
        return client.page(query, 10).states().stream().map(PinState::requestId).toList();
    }

    @Test
    void page_moreThanOnePage_continuesBehindTheOldest() {
        List<PinRequestId> all = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            all.add(0, client.add(Pin.of(cid())).requestId());
        }
        PinPage first = client.page(PinQuery.all(), 10);
        assertThat(first.count()).isEqualTo(15);
        Instant oldest = first.states().get(9).created();
        PinPage second = client.page(PinQuery.builder().before(oldest).build(), 10);
        List<PinRequestId> both = new ArrayList<>();
        first.states().forEach(state -> both.add(state.requestId()));
        second.states().forEach(state -> both.add(state.requestId()));
        assertThat(new HashSet<>(both)).hasSize(15);
        assertThat(both).isEqualTo(all);
    }

    @Test
    void list_manyPages_returnsAllYoungestFirst() {
        List<PinRequestId> all = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            all.add(0, client.add(Pin.of(cid())).requestId());
        }
        int before = service.requests();
        assertThat(client.list(PinQuery.all(), 250))
                .extracting(PinState::requestId)
                .isEqualTo(all);
        assertThat(service.requests() - before).isEqualTo(1);
    }
}
