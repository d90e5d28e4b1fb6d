package network.cortensor.sdk.ipfs.pinning;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Services that say no, lie, never get on, or say nothing. */
@Timeout(60)
class PinningClientTest {
    private static final String TOKEN = "do-not-show-this-token";
    private static final String REMOTE_TEXT = "remote words that nobody should repeat";
    private static final Cid CID = Cid.parse("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyka");
    private static final Cid OTHER = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
    private static final PinRequestId ID = PinRequestId.parse("an_id/with_?#%");

    private final MockWebServer server = new MockWebServer();
    private PinningClient client;

    @BeforeEach
    void start() throws IOException {
        server.start();
        client = client(0);
    }

    private PinningClient client(int retries) {
        return PinningClient.open(PinningClientOptions.builder(server.url("/").uri(), TOKEN)
                .retries(retries)
                .pollInterval(Duration.ofMillis(5))
                .answerTimeout(Duration.ofSeconds(20))
                .build());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body);
    }

    private static String state(PinRequestId id, String status, Cid cid, String created) {
        return "{\"requestid\":\"" + id + "\",\"status\":\"" + status + "\",\"created\":\"" + created
                + "\",\"pin\":{\"cid\":\"" + cid + "\",\"name\":null},\"delegates\":null}";
    }

    private static String state(String status) {
        return state(ID, status, CID, "2026-01-01T00:00:00Z");
    }

    private void answer(MockResponse.Builder... answers) {
        for (MockResponse.Builder answer : answers) {
            server.enqueue(answer.build());
        }
    }

    private static void assertFails(Class<? extends IpfsException> kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(kind).satisfies(failure -> {
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).doesNotContain(TOKEN).doesNotContain(REMOTE_TEXT);
        });
    }

    private List<ThrowingCallable> calls() {
        return List.of(
                () -> client.add(Pin.of(CID)),
                () -> client.replace(ID, Pin.of(CID)),
                () -> client.get(ID),
                () -> client.remove(ID),
                () -> client.page(PinQuery.all(), 10),
                () -> client.list(PinQuery.all(), 10),
                () -> client.awaitPinned(ID));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 405, 409, 422})
    void everyCall_serviceSaysNo_isRefusedWithoutItsWords(int status) {
        for (ThrowingCallable call : calls()) {
            answer(json("{\"error\":{\"reason\":\"X\",\"details\":\"" + REMOTE_TEXT + "\"}}")
                    .code(status));
            assertFails(RefusedException.class, call);
        }
        assertThat(server.getRequestCount()).isEqualTo(calls().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 307})
    void everyCall_serviceCannotAnswer_isUnreachable(int status) {
        for (ThrowingCallable call : calls()) {
            answer(json(REMOTE_TEXT).code(status).addHeader("Location", "/elsewhere"));
            assertFails(UnreachableException.class, call);
        }
        for (ThrowingCallable call : calls()) {
            answer(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
            assertFails(UnreachableException.class, call);
        }
    }

    @Test
    void add_noFunds_saysSo() {
        answer(json("{}").code(409));
        assertThatThrownBy(() -> client.add(Pin.of(CID))).hasMessageContaining("no funds");
        answer(json("{}").code(402));
        assertThatThrownBy(() -> client.add(Pin.of(CID))).hasMessageContaining("no funds");
    }

    @Test
    void missingRequest_isEmptyFalseOrRefused() {
        MockResponse.Builder missing = json("{}").code(404);
        answer(missing, missing, missing, missing, missing, missing);
        assertThat(client.get(ID)).isEmpty();
        assertThat(client.remove(ID)).isFalse();
        assertFails(RefusedException.class, () -> client.replace(ID, Pin.of(CID)));
        assertFails(RefusedException.class, () -> client.awaitPinned(ID));
        // What is missing here is the service itself.
        assertFails(RefusedException.class, () -> client.add(Pin.of(CID)));
        assertFails(RefusedException.class, () -> client.page(PinQuery.all(), 10));
    }

    @Test
    void everyCall_withId_escapesIt() throws Exception {
        answer(json(state("pinned")));
        assertThat(client.get(ID).orElseThrow().requestId()).isEqualTo(ID);
        var request = server.takeRequest();
        assertThat(request.getTarget()).isEqualTo("/pins/an_id%2Fwith_%3F%23%25");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<html>no</html>",
                "[]",
                "{}",
                "7",
                "{\"requestid\":\"x\",\"status\":\"pinned\",\"created\":\"2026-01-01T00:00:00Z\"}",
                "{\"requestid\":\"x\",\"status\":\"melted\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\"}}",
                "{\"requestid\":\"x\",\"status\":\"PINNED\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\"}}",
                "{\"requestid\":\"x\",\"status\":\"pinned\",\"created\":\"yesterday\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\"}}",
                "{\"requestid\":\"x\",\"status\":\"pinned\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"Qm\"}}",
                "{\"requestid\":\"\",\"status\":\"pinned\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\"}}",
                "{\"requestid\":7,\"status\":\"pinned\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\"}}",
                "{\"requestid\":\"x\",\"status\":\"pinned\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\",\"origins\":[\"x\"]}}",
                "{\"requestid\":\"x\",\"status\":\"pinned\",\"created\":\"2026-01-01T00:00:00Z\",\"pin\":{\"cid\":\"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn\",\"meta\":{\"a\":{}}}}",
            })
    void get_answerOfAnotherKind_isMalformed(String body) {
        answer(json(body), json(body));
        assertFails(MalformedException.class, () -> client.get(ID));
        assertFails(MalformedException.class, () -> client.add(Pin.of(CID)));
    }

    @Test
    void get_unknownStatus_saysWhichThereAre() {
        answer(json(state("melted")));
        assertThatThrownBy(() -> client.get(ID))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("queued, pinning, pinned or failed")
                .hasMessageNotContaining("melted");
    }

    @Test
    void get_anotherRequestOrCid_isCaught() {
        answer(json(state(PinRequestId.parse("other"), "pinned", CID, "2026-01-01T00:00:00Z")));
        assertFails(MalformedException.class, () -> client.get(ID));
        answer(json(state(ID, "queued", OTHER, "2026-01-01T00:00:00Z")).code(202));
        assertFails(MalformedException.class, () -> client.add(Pin.of(CID)));
        answer(json(state(ID, "queued", OTHER.toV1(), "2026-01-01T00:00:00Z")).code(202));
        assertThat(client.add(Pin.of(OTHER)).pin().cid())
                .as("the other text of the same CID")
                .isEqualTo(OTHER.toV1());
    }

    @Test
    void get_timeInAnotherZone_isThatInstant() {
        answer(json(state(ID, "pinned", CID, "2026-01-01T02:30:00.123456789+02:30")));
        assertThat(client.get(ID).orElseThrow().created()).isEqualTo(Instant.parse("2026-01-01T00:00:00.123456789Z"));
    }

    // ---- pages

    private static String page(long count, String... states) {
        return "{\"count\":" + count + ",\"results\":[" + String.join(",", states) + "]}";
    }

    private static String stateAt(int n, String created) {
        return state(PinRequestId.parse("id" + n), "pinned", CID, created);
    }

    @Test
    void list_serviceThatAlwaysHasMore_ends() {
        String same = page(1000, stateAt(1, "2026-01-01T00:00:00Z"));
        answer(json(same), json(same));
        assertFails(MalformedException.class, () -> client.list(PinQuery.all(), 100));
        for (int n = 0; n < 20; n++) {
            answer(json(page(1000, stateAt(n, "2026-01-01T00:00:" + (59 - n) + "Z"))));
        }
        assertThatThrownBy(() -> client.list(PinQuery.all(), 10))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("10 pins");
    }

    @Test
    void list_pagesThatOverlap_giveEachOnce() throws Exception {
        answer(
                json(page(3, stateAt(3, "2026-01-01T00:00:03Z"), stateAt(2, "2026-01-01T00:00:02Z"))),
                json(page(2, stateAt(2, "2026-01-01T00:00:02Z"), stateAt(1, "2026-01-01T00:00:01Z"))));
        assertThat(client.list(PinQuery.all(), 10)).hasSize(3);
        assertThat(server.takeRequest().getTarget()).contains("limit=10").doesNotContain("before");
        assertThat(server.takeRequest().getTarget()).contains("before=2026-01-01T00%3A00%3A02.001Z");
    }

    /** A service with whole seconds, and pages of three. */
    private void serve(String... states) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String before = request.getUrl().queryParameter("before");
                List<String> found = Arrays.stream(states)
                        .filter(state -> before == null || created(state).isBefore(Instant.parse(before)))
                        .toList();
                return json(page(found.size(), found.stream().limit(3).toArray(String[]::new)))
                        .build();
            }
        });
    }

    private static Instant created(String state) {
        return Instant.parse(state.replaceAll(".*\"created\":\"([^\"]*)\".*", "$1"));
    }

    @Test
    void list_pinsOfOneSecondOnTwoPages_leavesNoneOut() {
        serve(
                stateAt(5, "2026-01-01T00:00:04Z"),
                stateAt(4, "2026-01-01T00:00:03Z"),
                stateAt(3, "2026-01-01T00:00:02Z"),
                stateAt(2, "2026-01-01T00:00:02Z"),
                stateAt(1, "2026-01-01T00:00:01Z"));
        assertThat(client.list(PinQuery.builder().after(Instant.EPOCH).build(), 10))
                .extracting(PinState::requestId)
                .map(PinRequestId::toString)
                .containsExactly("id5", "id4", "id3", "id2", "id1");
    }

    @Test
    void list_morePinsOfOneSecondThanOnAPage_isMalformed() {
        String second = "2026-01-01T00:00:02Z";
        serve(stateAt(4, second), stateAt(3, second), stateAt(2, second), stateAt(1, second));
        assertFails(MalformedException.class, () -> client.list(PinQuery.all(), 10));
    }

    @Test
    void list_oldestJustBeforeTheLimitOfTheQuery_asksForNothingBeyondIt() throws Exception {
        answer(
                json(page(2, stateAt(2, "2026-01-01T00:00:01.9999Z"))),
                json(page(2, stateAt(2, "2026-01-01T00:00:01.9999Z"), stateAt(1, "2026-01-01T00:00:01Z"))));
        PinQuery query =
                PinQuery.builder().before(Instant.parse("2026-01-01T00:00:02Z")).build();
        assertThat(client.list(query, 10)).hasSize(2);
        server.takeRequest();
        assertThat(server.takeRequest().getTarget()).contains("before=2026-01-01T00%3A00%3A02Z");
    }

    @Test
    void page_moreThanAskedFor_isMalformed() {
        answer(json(page(2, stateAt(1, "2026-01-01T00:00:01Z"), stateAt(2, "2026-01-01T00:00:02Z"))));
        assertFails(MalformedException.class, () -> client.page(PinQuery.all(), 1));
        answer(json("{\"count\":-1,\"results\":[]}"), json("{\"count\":1}"), json("{\"count\":\"1\",\"results\":[]}"));
        for (int i = 0; i < 3; i++) {
            assertFails(MalformedException.class, () -> client.page(PinQuery.all(), 1));
        }
    }

    @Test
    void page_answerWithoutEnd_isCutOff() {
        answer(json("{\"count\":1,\"results\":[" + "\"a\",".repeat(5_000_000)));
        assertFails(MalformedException.class, () -> client.page(PinQuery.all(), 1));
    }

    // ---- waiting

    @Test
    void awaitPinned_throughAllSteps_returnsWhenItIs() {
        answer(json(state("queued")), json(state("queued")), json(state("pinning")), json(state("pinned")));
        assertThat(client.awaitPinned(ID).status()).isEqualTo(PinStatus.PINNED);
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void awaitPinned_failed_isRefused() {
        answer(json(state("queued")), json(state("failed")));
        assertFails(RefusedException.class, () -> client.awaitPinned(ID));
    }

    @Test
    void awaitPinned_neverPinned_endsWithItsTime() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return json(state("pinning")).build();
            }
        });
        PinningClient hurried = client.with(
                CallOptions.builder().timeout(Duration.ofMillis(200)).build());
        assertFails(DeadlineExceededException.class, () -> hurried.awaitPinned(ID));
    }

    @Test
    void awaitPinned_cancelledOrInterruptedBetweenTwoQuestions_endsAtOnce() {
        try (PinningClient slow =
                PinningClient.open(PinningClientOptions.builder(server.url("/").uri(), TOKEN)
                        .pollInterval(Duration.ofDays(1))
                        .build())) {
            Cancellation cancellation = new Cancellation();
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return json(state("queued")).build();
                }
            });
            CallOptions call = CallOptions.builder().cancellation(cancellation).build();
            Thread canceller = new Thread(() -> {
                try {
                    server.takeRequest();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                cancellation.cancel();
            });
            canceller.start();
            assertFails(CancelledException.class, () -> slow.with(call).awaitPinned(ID));
            Thread.currentThread().interrupt();
            assertFails(CancelledException.class, () -> slow.awaitPinned(ID));
            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        }
    }

    // ---- retries and secrets

    @Test
    void readingCalls_overloadedTwice_areTriedAgainAndOthersAreNot() {
        try (PinningClient patient = client(2)) {
            MockResponse.Builder busy = json("{}").code(503);
            answer(busy, busy, json(state("pinned")));
            assertThat(patient.get(ID)).isPresent();
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> patient.add(Pin.of(CID)), () -> patient.replace(ID, Pin.of(CID)), () -> patient.remove(ID))) {
                int before = server.getRequestCount();
                answer(busy);
                assertFails(UnreachableException.class, call);
                assertThat(server.getRequestCount()).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void everyText_ofClientAndOptions_isWithoutTheToken() {
        assertThat(client.toString()).doesNotContain(TOKEN);
        PinningClientOptions.Builder builder =
                PinningClientOptions.builder(server.url("/").uri(), TOKEN);
        assertThat(builder.build().toString()).doesNotContain(TOKEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PinningClientOptions.builder(URI.create("http://pin.example"), TOKEN)
                        .build())
                .satisfies(
                        e -> assertThat(e.getMessage()).contains("clear text").doesNotContain(TOKEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PinningClientOptions.builder(URI.create("https://pin.example"), TOKEN + "\n"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(TOKEN));
    }

    @Test
    void parts_overTheLimitsOfTheApi_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pin.builder(CID).name("a".repeat(256)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pin.builder(CID).origins(Collections.nCopies(21, "/ip4/1.2.3.4")));
        assertThatIllegalArgumentException().isThrownBy(() -> Pin.builder(CID).origins(List.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> PinQuery.builder().statuses(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> client.page(PinQuery.all(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> client.page(PinQuery.all(), 1001));
        assertThatThrownBy(() -> PinRequestId.parse("a b")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> PinRequestId.parse("..")).isInstanceOf(MalformedException.class);
    }
}
