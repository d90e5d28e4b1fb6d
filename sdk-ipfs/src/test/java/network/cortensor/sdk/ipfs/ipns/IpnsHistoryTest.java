package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class IpnsHistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = NOW.plusSeconds(3600);

    private final KeyPair keys = TestKeys.ed25519();
    private final IpnsName name = IpnsName.of(keys.getPublic());
    private final IpnsHistory history = IpnsHistory.inMemory();

    private IpnsRecord record(long sequence, Instant end) {
        return IpnsRecord.builder("/ipfs/bafkqaaa/" + sequence, sequence, end).sign(keys);
    }

    private static Reason rejection(IpnsHistory history, IpnsRecord record, Instant now) {
        return catchThrowableOfType(
                        RecordRejectedException.class, () -> history.accept(record.name(), record.encoded(), now))
                .reason();
    }

    @Test
    void accept_higherSequences_areRemembered() {
        assertThat(history.newest(name, NOW)).isEmpty();
        for (long sequence : new long[] {0, 1, 5}) {
            IpnsRecord record = record(sequence, END);
            assertThat(history.accept(name, record.encoded(), NOW)).isEqualTo(record);
            assertThat(history.newest(name, NOW)).contains(record);
        }
    }

    @Test
    void accept_lowerSequence_isRejectedAsRollback() {
        IpnsRecord fifth = record(5, END);
        history.accept(name, fifth.encoded(), NOW);
        assertThat(rejection(history, record(4, END.plusSeconds(9999)), NOW)).isEqualTo(Reason.ROLLBACK);
        assertThat(history.newest(name, NOW)).contains(fifth);
    }

    /** A record that has ended still proves that its sequence number was reached. */
    @Test
    void accept_lowerSequenceAfterTheNewestEnded_isRejectedAsRollback() {
        history.accept(name, record(5, END).encoded(), NOW);
        Instant later = END.plusSeconds(1);
        assertThat(history.newest(name, later)).isEmpty();
        assertThat(rejection(history, record(4, END.plusSeconds(9999)), later)).isEqualTo(Reason.ROLLBACK);
    }

    @Test
    void accept_sameSequenceThatEndsEarlier_givesTheOneRemembered() {
        IpnsRecord longer = record(5, END.plusSeconds(10));
        history.accept(name, record(5, END).encoded(), NOW);
        assertThat(history.accept(name, longer.encoded(), NOW)).isEqualTo(longer);
        assertThat(history.accept(name, record(5, END).encoded(), NOW)).isEqualTo(longer);
        assertThat(history.accept(name, longer.encoded(), NOW)).isEqualTo(longer);
    }

    @Test
    void accept_recordThatProvesNothing_changesNothing() {
        IpnsRecord first = record(1, END);
        history.accept(name, first.encoded(), NOW);
        byte[] forged = record(9, END).encoded();
        forged[forged.length - 1] ^= 1;
        assertThatThrownBy(() -> history.accept(name, forged, NOW)).isInstanceOf(RecordRejectedException.class);
        assertThat(rejection(history, record(9, NOW), NOW)).isEqualTo(Reason.EXPIRED);
        assertThat(history.newest(name, NOW)).contains(first);
    }

    @Test
    void accept_otherName_hasItsOwnHistory() {
        history.accept(name, record(5, END).encoded(), NOW);
        KeyPair others = TestKeys.ed25519();
        IpnsRecord other = IpnsRecord.builder("/ipfs/bafkqaaa", 0, END).sign(others);
        assertThat(history.accept(other.name(), other.encoded(), NOW)).isEqualTo(other);
    }

    @Test
    void accept_manyThreads_endsWithTheHighest() throws Exception {
        List<IpnsRecord> records =
                IntStream.range(0, 40).mapToObj(i -> record(i, END)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = records.stream()
                    .<Callable<Boolean>>map(record -> () -> {
                        try {
                            history.accept(name, record.encoded(), NOW);
                            return true;
                        } catch (RecordRejectedException e) {
                            return false;
                        }
                    })
                    .toList();
            threads.invokeAll(tasks);
        } finally {
            threads.shutdown();
        }
        assertThat(history.newest(name, NOW)).contains(records.get(39));
    }

    @Test
    void files_historyOutlivesTheProcess(@TempDir Path folder) throws IOException {
        Path store = folder.resolve("new/folder");
        IpnsRecord second = record(2, END);
        IpnsHistory first = IpnsHistory.on(IpnsRecordStore.files(store));
        first.accept(name, record(1, END).encoded(), NOW);
        first.accept(name, second.encoded(), NOW);
        IpnsHistory reopened = IpnsHistory.on(IpnsRecordStore.files(store));
        assertThat(reopened.newest(name, NOW)).contains(second);
        assertThat(rejection(reopened, record(1, END), NOW)).isEqualTo(Reason.ROLLBACK);
        try (Stream<Path> files = Files.list(store)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name + ".ipns-record");
        }
    }

    @Test
    void files_leftoversOfAKilledProcess_areRemovedOnOpening(@TempDir Path folder) throws IOException {
        Path killed = Files.createTempFile(folder, "new", ".tmp");
        Path foreign = Files.write(folder.resolve("newest.tmp"), new byte[1]);
        IpnsRecordStore store = IpnsRecordStore.files(folder);
        assertThat(killed).doesNotExist();
        assertThat(foreign).exists();
        store.put(name, new byte[] {1});
        assertThat(store.get(name)).contains(new byte[] {1});
    }

    /** Fails closed: a damaged memory must not let an old record pass. */
    @Test
    void files_damagedRecord_isAStoreFailure(@TempDir Path folder) throws IOException {
        IpnsHistory kept = IpnsHistory.on(IpnsRecordStore.files(folder));
        kept.accept(name, record(2, END).encoded(), NOW);
        Path file = folder.resolve(name + ".ipns-record");
        for (byte[] damaged : new byte[][] {{}, {1, 2, 3}, new byte[1 << 20]}) {
            Files.write(file, damaged);
            assertThatThrownBy(() -> kept.accept(name, record(1, END).encoded(), NOW))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("damaged");
            assertThatThrownBy(() -> kept.newest(name, NOW)).isInstanceOf(StoreException.class);
        }
        Files.delete(file);
        assertThat(kept.accept(name, record(1, END).encoded(), NOW).sequence()).isEqualTo(1);
    }

    @Test
    void files_folderThatIsAFile_isAStoreFailure(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> IpnsRecordStore.files(file)).isInstanceOf(StoreException.class);
        IpnsRecordStore store = IpnsRecordStore.files(folder.resolve("sub"));
        Files.delete(folder.resolve("sub"));
        assertThatThrownBy(() -> store.put(name, new byte[1])).isInstanceOf(StoreException.class);
        assertThat(store.get(name)).isEmpty();
    }
}
