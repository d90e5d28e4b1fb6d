package network.cortensor.sdk.staking;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every {@link Journal} must do. */
abstract class JournalConformance {
    private Journal journal = Journal.memory();

    /** Opens an empty journal; called once for each test. */
    abstract Journal openJournal();

    /** Closes and opens again what {@link #openJournal} opened. */
    abstract Journal reopen(Journal open);

    @BeforeEach
    void open() {
        journal = openJournal();
    }

    @AfterEach
    void close() {
        journal.close();
        journal.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void read_neverWritten_isEmpty() {
        assertThat(journal.read("nothing")).isEmpty();
        assertThat(journal.entries("")).isEmpty();
    }

    @Test
    void write_putsAndRemoves_takeEffectInOrder() {
        journal.write(Journal.Batch.create().put("a", bytes("1")).put("b", bytes("2")));
        journal.write(Journal.Batch.create()
                .remove("a")
                .put("b", bytes("3"))
                .put("c", bytes("4"))
                .remove("c")
                .put("d", new byte[0])
                .remove("never there"));

        assertThat(journal.entries("")).containsOnlyKeys("b", "d");
        assertThat(journal.read("b")).hasValue(bytes("3"));
        assertThat(journal.read("d")).hasValue(new byte[0]);
    }

    @Test
    void write_emptyBatch_changesNothing() {
        assertThat(Journal.Batch.create().isEmpty()).isTrue();
        journal.write(Journal.Batch.create());

        assertThat(journal.entries("")).isEmpty();
    }

    @Test
    void forEach_prefix_visitsItsKeysInOrderOnly() {
        Journal.Batch batch = Journal.Batch.create();
        List<String> expected = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("b/%04d", i))
                .toList();
        expected.forEach(key -> batch.put(key, bytes(key)));
        journal.write(batch.put("a", bytes("x"))
                .put("b", bytes("x"))
                .put("b0", bytes("x"))
                .put("c/1", bytes("x")));

        List<String> seen = new ArrayList<>();
        journal.forEach("b/", (key, value) -> {
            assertThat(value).isEqualTo(bytes(key));
            seen.add(key);
        });
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void bytes_changedByCaller_leaveEntryAsItWas() {
        byte[] in = bytes("value");
        journal.write(Journal.Batch.create().put("key", in));
        in[0] = 0;
        journal.read("key").orElseThrow()[0] = 0;
        journal.entries("").forEach((key, value) -> value[0] = 0);

        assertThat(journal.read("key")).hasValue(bytes("value"));
    }

    @Test
    void batch_emptyOrMalformedKey_isRefused() {
        assertThatThrownBy(() -> Journal.Batch.create().put("", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Journal.Batch.create().remove("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reopen_afterRandomBatches_hasTheSameEntries() {
        long seed = Seeds.next(getClass().getSimpleName());
        Random random = new Random(seed);
        Map<String, String> model = new TreeMap<>();
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 20; i++) {
                Journal.Batch batch = Journal.Batch.create();
                for (int change = random.nextInt(5); change >= 0; change--) {
                    String key = "key/" + random.nextInt(60) + "/\u00fc\ud83d\ude80";
                    if (random.nextInt(3) == 0) {
                        batch.remove(key);
                        model.remove(key);
                    } else {
                        String value = "x".repeat(random.nextInt(3_000));
                        batch.put(key, bytes(value));
                        model.put(key, value);
                    }
                }
                journal.write(batch);
            }
            journal = reopen(journal);
            Map<String, String> found = new TreeMap<>();
            journal.forEach("key/", (key, value) -> found.put(key, new String(value, StandardCharsets.UTF_8)));
            assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(model);
        }
    }
}
