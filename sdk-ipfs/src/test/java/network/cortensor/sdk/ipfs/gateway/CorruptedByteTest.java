package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Dags;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.SeededRandom;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A gateway that changes one byte of a DAG with three levels: each byte once, with a change that a seed chooses. */
@Timeout(600)
class CorruptedByteTest {
    private static final int CHUNK = 40;

    private final SeededRandom random = SeededRandom.create("CorruptedByteTest");
    private final BlockStore blocks = BlockStore.memory();
    private final byte[] content = random.bytes(12 * CHUNK);
    private final Cid root = new Dags(blocks).balanced(content, CHUNK, 4).cid();
    private final List<Block> dag = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    private byte[] car = {};
    private Cid target = root;
    private int position;
    private int change;

    private final FakeGateway hostile;
    private final FakeGateway honest;

    /** The change is made by what the fields say while it answers; requests come one after the other. */
    CorruptedByteTest() throws IOException {
        honest = FakeGateway.honest(blocks);
        hostile = FakeGateway.behaving(blocks, (asked, gateway) -> {
            if (asked.car()) {
                return FakeGateway.car(changed(car));
            }
            boolean corrupt = asked.root().equals(target);
            byte[] bytes = blocks.get(asked.root()).orElseThrow().bytes();
            return corrupt ? FakeGateway.raw(changed(bytes)) : FakeGateway.status(404);
        });
        dag.addAll(
                honest.dag(new FakeGateway.Asked(HttpUrl.get(honest.uri() + "/ipfs/" + root + "?dag-scope=all"), true))
                        .orElseThrow());
        car = FakeGateway.car(root, dag);
        assertThat(dag).as("three levels").hasSize(1 + 3 + 12);
    }

    @AfterEach
    void close() {
        hostile.close();
        honest.close();
    }

    private synchronized byte[] changed(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[position] ^= (byte) change;
        return changed;
    }

    private synchronized void next(Cid cid, int at) {
        target = cid;
        position = at;
        change = 1 + random.below(255);
        // Whatever was held against the gateway is forgotten.
        clock.addAndGet(Duration.ofDays(3).toNanos());
    }

    private GatewayClient client(URI... gateways) {
        return GatewayClient.create(
                GatewayClientOptions.builder(gateways)
                        .hedgeDelay(Duration.ofMinutes(1))
                        .attemptTimeout(Duration.ofMinutes(1))
                        .build(),
                clock::get);
    }

    @Test
    void get_eachByteOfEachBlock_isCaught() throws IOException {
        int caught = 0;
        try (GatewayClient alone = client(hostile.uri());
                GatewayClient both = client(hostile.uri(), honest.uri())) {
            for (Block block : dag) {
                for (int at = 0; at < block.size(); at++) {
                    next(block.cid(), at);
                    assertThatThrownBy(() -> alone.get(block.cid()))
                            .as("byte %d of %s, %s", at, block, random.seed())
                            .isInstanceOf(BlockMismatchException.class);
                    assertThat(both.get(block.cid()).orElseThrow().bytes())
                            .as("byte %d of %s, %s", at, block, random.seed())
                            .isEqualTo(block.bytes());
                    caught++;
                }
            }
            assertThat(alone.health().get(0).wrong()).isEqualTo(caught);
            assertThat(both.health().get(0).wrong()).isEqualTo(caught);
        }
        System.out.println("CorruptedByteTest: raw blocks, " + caught + " of " + caught + " changed bytes caught");
    }

    @Test
    void open_eachByteOfACar_releasesNothingOfABadBlock() throws IOException {
        int header = FakeGateway.car(root, List.of()).length;
        int caught = 0;
        try (GatewayClient alone = client(hostile.uri())) {
            for (int at = 0; at < car.length; at++) {
                next(root, at);
                // So that a block by itself is of no help either.
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                boolean failed = false;
                try (InputStream in = alone.open(IpfsPath.of(root), CallOptions.none())) {
                    in.transferTo(released);
                } catch (IpfsException e) {
                    failed = true;
                }
                assertThat(released.toByteArray())
                        .as("byte %d of the CAR, %s", at, random.seed())
                        .isEqualTo(Arrays.copyOf(content, released.size()));
                assertThat(failed)
                        .as(
                                "byte %d of the CAR, %s: the header, whose roots nobody believes, ends at %d",
                                at, random.seed(), header)
                        .isEqualTo(released.size() < content.length);
                if (at >= header) {
                    assertThat(failed)
                            .as("byte %d of the CAR, %s", at, random.seed())
                            .isTrue();
                    // Whole leaves only: the bad one was not begun.
                    assertThat(released.size() % CHUNK).isZero();
                }
                caught += failed ? 1 : 0;
            }
        }
        System.out.println("CorruptedByteTest: CAR of " + car.length + " bytes, " + caught
                + " changed bytes caught, the other " + (car.length - caught) + " in its header of " + header
                + " without effect");
    }

    @Test
    void open_eachByteOfACarAndAnHonestGateway_contentComesWhole() throws IOException {
        try (GatewayClient both = client(hostile.uri(), honest.uri())) {
            for (int at = 0; at < car.length; at++) {
                next(root, at);
                int before = hostile.requests();
                try (InputStream in = both.open(IpfsPath.of(root), CallOptions.none())) {
                    assertThat(in.readAllBytes())
                            .as("byte %d of the CAR, %s", at, random.seed())
                            .isEqualTo(content);
                }
                assertThat(hostile.requests()).isGreaterThan(before);
            }
        }
        System.out.println("CorruptedByteTest: with an honest gateway beside, " + car.length + " of " + car.length
                + " came whole");
    }
}
