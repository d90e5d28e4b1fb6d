package network.cortensor.sdk.ipfs.gateway;

import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class RawBlockTest {
    private static final String REMOTE_TEXT = "what-the-gateway-wrote";
    private static final Block BLOCK = Block.of(Codec.RAW, "the one that is wanted".getBytes(StandardCharsets.UTF_8));
    private static final Block OTHER = Block.of(Codec.RAW, "another one".getBytes(StandardCharsets.UTF_8));

    private final BlockStore blocks = BlockStore.memory();
    private final BlockStore nothing = BlockStore.memory();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private FakeGateway honest() throws IOException {
        blocks.put(BLOCK);
        return opened(FakeGateway.honest(blocks));
    }

    private FakeGateway behaving(FakeGateway.Behaviour behaviour) throws IOException {
        return opened(FakeGateway.behaving(blocks, behaviour));
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        toClose.push(closeable);
        return closeable;
    }

    private GatewayClient client(FakeGateway... gateways) {
        return client(options(gateways));
    }

    private GatewayClient client(GatewayClientOptions.Builder options) {
        return opened(GatewayClient.create(options.build()));
    }

    private static GatewayClientOptions.Builder options(FakeGateway... gateways) {
        List<URI> uris = new ArrayList<>();
        Arrays.stream(gateways).map(FakeGateway::uri).forEach(uris::add);
        return GatewayClientOptions.builder(uris);
    }

    /** What a gateway can do to a block, and what comes of it when nobody else is there to ask. */
    enum Attack {
        WRONG_BLOCK(BlockMismatchException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.raw(OTHER.bytes());
            }
        },
        OVERSIZED_BLOCK(MalformedException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.raw(new byte[Block.MAX_SIZE + 1]);
            }
        },
        ENDLESS_BODY(MalformedException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.streaming(FakeGateway.RAW, sink -> {
                    while (true) {
                        sink.write(new byte[8192]).flush();
                    }
                });
            }
        },
        CUT_RAW_WITH_RIGHT_CONTENT_LENGTH(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer(FakeGateway.RAW, Arrays.copyOf(BLOCK.bytes(), 5))
                        .setHeader("Content-Length", BLOCK.size())
                        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                        .build();
            }
        },
        CUT_RAW_WITHOUT_CONTENT_LENGTH(BlockMismatchException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer(FakeGateway.RAW, Arrays.copyOf(BLOCK.bytes(), 5))
                        .removeHeader("Content-Length")
                        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                        .build();
            }
        },
        LYING_CONTENT_LENGTH(BlockMismatchException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer(FakeGateway.RAW, BLOCK.bytes())
                        .setHeader("Content-Length", 5)
                        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                        .build();
            }
        },
        SLOW_DRIP(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer(FakeGateway.RAW, BLOCK.bytes())
                        .throttleBody(1, 60, java.util.concurrent.TimeUnit.MILLISECONDS)
                        .build();
            }
        },
        SILENT(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return gateway.silent();
            }
        },
        SILENT_AFTER_HEADERS(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return gateway.silentAfter(FakeGateway.RAW, new byte[0]);
            }
        },
        WRONG_CONTENT_TYPE(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer(REMOTE_TEXT + "/x", BLOCK.bytes()).build();
            }
        },
        HTML_WITH_200(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer("text/html", ("<p>" + REMOTE_TEXT).getBytes(StandardCharsets.UTF_8))
                        .build();
            }
        },
        REDIRECT_LOOP(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "/ipfs/" + BLOCK.cid() + "?format=raw")
                        .build();
            }
        },
        REDIRECT_TO_FILE(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "file:///etc/" + REMOTE_TEXT)
                        .build();
            }
        },
        TOO_MANY_REQUESTS(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return new MockResponse.Builder()
                        .code(429)
                        .addHeader("Retry-After", "7")
                        .body(REMOTE_TEXT)
                        .build();
            }
        },
        SERVER_ERROR(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return new MockResponse.Builder().code(502).body(REMOTE_TEXT).build();
            }
        },
        GONE_FOR_LEGAL_REASONS(RefusedException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return new MockResponse.Builder().code(451).body(REMOTE_TEXT).build();
            }
        },
        GZIP_BOMB(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return FakeGateway.answer(FakeGateway.RAW, new byte[] {0x1f, (byte) 0x8b, 8})
                        .addHeader("Content-Encoding", "gzip")
                        .build();
            }
        },
        HEADER_BOMB(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                MockResponse.Builder bomb = new MockResponse.Builder();
                for (int line = 0; line < 400; line++) {
                    bomb.addHeader("X-" + line, REMOTE_TEXT.repeat(50));
                }
                return bomb.build();
            }
        },
        NOT_HTTP(UnreachableException.class) {
            @Override
            MockResponse answer(FakeGateway gateway) {
                return new MockResponse.Builder().status(REMOTE_TEXT).build();
            }
        };

        private final Class<? extends IpfsException> alone;

        Attack(Class<? extends IpfsException> alone) {
            this.alone = alone;
        }

        abstract MockResponse answer(FakeGateway gateway);
    }

    @ParameterizedTest
    @EnumSource
    void get_attackByTheOnlyGateway_failsAndReleasesNothing(Attack attack) throws IOException {
        FakeGateway hostile = behaving((asked, gateway) -> attack.answer(gateway));
        GatewayClient client =
                client(options(hostile).attemptTimeout(Duration.ofSeconds(2)).stallLimit(Duration.ofMillis(500)));
        assertThatThrownBy(() -> client.get(BLOCK.cid()))
                .isInstanceOf(attack.alone)
                .hasMessageNotContaining(REMOTE_TEXT)
                .satisfies(e -> assertThat(textOf(e)).doesNotContain(REMOTE_TEXT));
    }

    private static String textOf(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            text.append(each).append('\n');
            Arrays.stream(each.getSuppressed()).forEach(suppressed -> text.append(textOf(suppressed)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void get_attackByOneOfTwo_theOtherDelivers(Attack attack) throws IOException {
        FakeGateway hostile = behaving((asked, gateway) -> attack.answer(gateway));
        GatewayClient client = client(options(hostile, honest()).hedgeDelay(Duration.ofMillis(100)));
        assertThat(client.get(BLOCK.cid()).orElseThrow().bytes()).isEqualTo(BLOCK.bytes());
    }

    @Test
    void get_allSayMissing_isEmpty() throws IOException {
        GatewayClient client = client(opened(FakeGateway.honest(nothing)), opened(FakeGateway.honest(nothing)));
        assertThat(client.get(BLOCK.cid())).isEmpty();
    }

    @Test
    void get_oneMissingOneDown_isUnreachableAndSaysHowMany() throws IOException {
        GatewayClient client = client(
                opened(FakeGateway.honest(nothing)),
                behaving((asked, gateway) -> FakeGateway.status(503)),
                behaving((asked, gateway) -> FakeGateway.status(403)));
        assertThatThrownBy(() -> client.get(BLOCK.cid()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("of 3 gateways 1 do not have it, 1 refused, 1 could not be asked");
    }

    @Test
    void get_identityCid_asksNobody() throws IOException {
        FakeGateway gateway = honest();
        byte[] content = {1, 2, 3};
        Cid cid = Cid.of(Codec.RAW, HashFunction.IDENTITY, content);
        assertThat(client(gateway).get(cid).orElseThrow().bytes()).isEqualTo(content);
        assertThat(gateway.requests()).isZero();
    }

    @Test
    void get_identityBomb_isRefusedBeforeAnybodyIsAsked() {
        assertThatThrownBy(() -> Cid.of(Codec.RAW, HashFunction.IDENTITY, new byte[129]))
                .isInstanceOfAny(MalformedException.class, IllegalArgumentException.class);
    }

    @Test
    void get_olderCidVersion_isAnsweredUnderIt() throws IOException {
        Block node = Block.of(Codec.DAG_PB, new byte[] {0x0a, 0});
        blocks.put(node);
        Cid v0 = node.cid().toV0();
        assertThat(client(honest()).get(v0).orElseThrow().cid()).isEqualTo(v0);
    }

    @Test
    void get_request_isWhatTheSpecificationSays() throws IOException {
        FakeGateway gateway = honest();
        client(GatewayClientOptions.builder(URI.create(gateway.uri() + "/below/")))
                .get(BLOCK.cid());
        assertThat(gateway.asked()).containsExactly("/below/ipfs/" + BLOCK.cid() + "?format=raw");
    }

    @Test
    void get_lateGateway_isHedgedAndCutOff() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        FakeGateway late = behaving((request, gateway) -> {
            asked.countDown();
            return gateway.silent();
        });
        // Long enough that a busy machine does not take the honest gateway for another late one.
        GatewayClient client = client(options(late, honest()).hedgeDelay(Duration.ofSeconds(2)));
        assertThat(client.get(BLOCK.cid())).isPresent();
        FakeGateway.await(asked);
        // From now on the other one goes first, and is fast enough to go alone.
        int before = late.requests();
        for (int round = 0; round < 3; round++) {
            assertThat(client.get(BLOCK.cid())).isPresent();
        }
        assertThat(late.requests()).isEqualTo(before);
    }

    @Test
    void get_wrongBytes_banTheGateway() throws IOException {
        AtomicLong clock = new AtomicLong();
        FakeGateway liar = behaving((asked, gateway) -> FakeGateway.raw(OTHER.bytes()));
        FakeGateway honest = honest();
        GatewayClient client = opened(GatewayClient.create(options(liar, honest).build(), clock::get));

        assertThat(client.get(BLOCK.cid())).isPresent();
        assertThat(client.get(BLOCK.cid())).isPresent();
        assertThat(liar.requests()).isEqualTo(1);
        GatewayHealth health = client.health().get(0);
        assertThat(health.standing()).isEqualTo(GatewayHealth.Standing.BANNED);
        assertThat(health.wrong()).isEqualTo(1);
        assertThat(health.penalty()).isGreaterThan(50);

        clock.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(client.health().get(0).standing()).isEqualTo(GatewayHealth.Standing.PROBED);
    }

    @Test
    void get_bannedGatewayAlone_isUnreachableWithoutAsking() throws IOException {
        FakeGateway liar = behaving((asked, gateway) -> FakeGateway.raw(OTHER.bytes()));
        GatewayClient client = client(liar);
        assertThatThrownBy(() -> client.get(BLOCK.cid())).isInstanceOf(BlockMismatchException.class);
        assertThatThrownBy(() -> client.get(BLOCK.cid()))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("1 are not asked now");
        assertThat(liar.requests()).isEqualTo(1);
    }

    @Test
    void get_failingGateway_restsAndIsProbed() throws IOException {
        AtomicLong clock = new AtomicLong();
        AtomicLong status = new AtomicLong(500);
        FakeGateway failing = behaving((asked, gateway) ->
                status.get() == 200 ? gateway.honestly(asked) : FakeGateway.status((int) status.get()));
        blocks.put(BLOCK);
        GatewayClient client = opened(GatewayClient.create(options(failing).build(), clock::get));
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> client.get(BLOCK.cid())).isInstanceOf(UnreachableException.class);
        }
        assertThat(client.health().get(0).standing()).isEqualTo(GatewayHealth.Standing.RESTING);
        clock.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(client.health().get(0).standing()).isEqualTo(GatewayHealth.Standing.PROBED);
        status.set(200);
        assertThat(client.get(BLOCK.cid())).isPresent();
        assertThat(client.health().get(0).standing()).isEqualTo(GatewayHealth.Standing.ASKED);
        assertThat(client.health().get(0).delivered()).isEqualTo(1);
    }

    @Test
    void get_deadline_endsTheCall() throws IOException {
        GatewayClient client = client(behaving((asked, gateway) -> gateway.silent()));
        CallOptions call = CallOptions.builder().timeout(Duration.ofMillis(200)).build();
        assertThatThrownBy(() -> client.get(BLOCK.cid(), call)).isInstanceOf(DeadlineExceededException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "interrupt", "close"})
    void get_endedFromOutside_throwsAtOnce(String how) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        GatewayClient client = client(behaving((request, gateway) -> {
            asked.countDown();
            return gateway.silent();
        }));
        Cancellation cancellation = new Cancellation();
        CallOptions call = CallOptions.builder().cancellation(cancellation).build();
        FutureTask<Optional<Throwable>> task = new FutureTask<>(() -> {
            try {
                client.get(BLOCK.cid(), call);
                return Optional.empty();
            } catch (IpfsException e) {
                return Optional.of(e);
            }
        });
        Thread caller = new Thread(task);
        caller.start();
        asked.await();
        switch (how) {
            case "cancel" -> cancellation.cancel();
            case "interrupt" -> caller.interrupt();
            default -> client.close();
        }
        assertThat(task.get().orElseThrow()).isInstanceOf(CancelledException.class);
    }

    @Test
    void close_manyRaces_leavesNoThread() throws Exception {
        FakeGateway late = behaving((asked, gateway) -> gateway.silent());
        GatewayClient client = client(options(late, honest()).hedgeDelay(Duration.ofMillis(5)));
        for (int round = 0; round < 20; round++) {
            client.get(BLOCK.cid());
        }
        client.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("cortensor-ipfs-http-")) {
                thread.join(30_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
