package network.cortensor.sdk.staking;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@link JournalConformance} of {@link Journal#file}, and what only a file can suffer. */
final class FileJournalTest extends JournalConformance {
    private final Path folder;
    private final Path file;

    FileJournalTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("test.journal");
    }

    @Override
    Journal openJournal() {
        return Journal.file(file, Journal.Sync.OS);
    }

    @Override
    Journal reopen(Journal open) {
        open.close();
        return Journal.file(file, Journal.Sync.ALWAYS);
    }

    @Test
    void open_inUse_isUnavailableAndSaysSo() {
        assertThatThrownBy(() -> Journal.file(file, Journal.Sync.OS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("in use");
    }

    @Test
    void open_newFile_isForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void open_missingFolder_isUnavailable() {
        assertThatThrownBy(() -> Journal.file(folder.resolve("missing/test.journal"), Journal.Sync.OS))
                .isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void open_otherKindOfFile_isEvidence() throws IOException {
        Path other = folder.resolve("other");
        Files.writeString(other, "not a journal\n".repeat(1_000));

        assertThatThrownBy(() -> Journal.file(other, Journal.Sync.OS)).isInstanceOf(LedgerEvidenceException.class);
        assertThat(Files.readString(other)).isEqualTo("not a journal\n".repeat(1_000));
    }

    /** What one flipped bit in the store's table of maps looks like: a store that has been written, and an empty map. */
    @Test
    void open_writtenStoreThatLostItsEntries_isEvidence() {
        Path file = folder.resolve("renamed.journal");
        try (MVStore store = MVStore.open(file.toString())) {
            store.openMap("jouRnal").put("key", new byte[1]);
            store.commit();
        }

        assertThatThrownBy(() -> Journal.file(file, Journal.Sync.OS)).isInstanceOf(LedgerEvidenceException.class);
    }

    /** What one flipped bit in an inner node looks like: all entries are there, and the way to them is wrong. */
    @Test
    void open_treeThatIsOutOfOrder_isEvidence() {
        Path file = folder.resolve("disordered.journal");
        StringDataType descending = new StringDataType() {
            @Override
            public int compare(String left, String right) {
                return right.compareTo(left);
            }

            @Override
            public int binarySearch(String key, Object keys, int size, int guess) {
                return Arrays.binarySearch((String[]) keys, 0, size, key, this);
            }
        };
        try (MVStore store = MVStore.open(file.toString())) {
            MVMap<String, byte[]> entries = store.openMap(
                    "journal",
                    new MVMap.Builder<String, byte[]>().keyType(descending).valueType(ByteArrayDataType.INSTANCE));
            Tally tally = Tally.EMPTY;
            for (String key : List.of("a", "b", "c")) {
                entries.put(key, new byte[4]);
                tally = tally.with(key, new byte[4]);
            }
            entries.put("", tally.encode());
            store.commit();
        }

        assertThatThrownBy(() -> Journal.file(file, Journal.Sync.OS)).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void calls_afterClose_areUnavailable() {
        Journal closed = Journal.file(folder.resolve("closed.journal"), Journal.Sync.OS);
        closed.close();

        assertThatThrownBy(() -> closed.read("key")).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> closed.entries("")).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> closed.write(Journal.Batch.create().put("key", new byte[1])))
                .isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void write_byInterruptedThread_isDoneAndKeepsTheFlag() {
        try (Journal journal = Journal.file(folder.resolve("interrupted.journal"), Journal.Sync.ALWAYS)) {
            for (int i = 0; i < 50; i++) {
                Thread.currentThread().interrupt();
                journal.write(Journal.Batch.create().put("key", bytes("value " + i)));
                assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
            }

            assertThat(journal.read("key")).hasValue(bytes("value 49"));
        }
    }

    /** A damaged file is refused, or the damage was where nothing is; it never reads as something else. */
    @Test
    void damage_ofClosedFile_isRefusedOrHarmless() throws IOException {
        Map<String, Integer> outcomes = damage("FileJournalTest.damage of closed file", true);

        assertThat(outcomes).containsKey("refused").doesNotContainKey("earlier state");
    }

    /** Here the end of the file may be an unfinished write for all one can tell, so it may also read as it was before. */
    @Test
    void damage_ofFileOfKilledProcess_isRefusedHarmlessOrReadsAsAnEarlierState() throws IOException {
        assertThat(damage("FileJournalTest.damage of unclosed file", false)).containsKey("refused");
    }

    private Map<String, Integer> damage(String name, boolean closed) throws IOException {
        long seed = Seeds.next(name);
        Random random = new Random(seed);
        Path whole = folder.resolve("whole.journal");
        List<Map<String, String>> states = new ArrayList<>();
        Map<String, String> state = new TreeMap<>();
        states.add(Map.copyOf(state));
        byte[] unclosed;
        try (Journal journal = Journal.file(whole, Journal.Sync.OS)) {
            for (int i = 0; i < 60; i++) {
                String value = Long.toHexString(random.nextLong()).repeat(1 + random.nextInt(40));
                journal.write(Journal.Batch.create().put("key/" + i % 23, bytes(value)));
                state.put("key/" + i % 23, value);
                states.add(Map.copyOf(state));
            }
            unclosed = Files.readAllBytes(whole);
        }
        byte[] good = closed ? Files.readAllBytes(whole) : unclosed;
        assertThat(readDamaged(good, states, name)).isEqualTo("harmless");
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            String outcome = readDamaged(damaged(good, random), states, "seed " + seed + ", damage " + i);
            outcomes.merge(outcome, 1, Integer::sum);
        }
        System.out.println(name + ": " + outcomes);
        return outcomes;
    }

    @Test
    void values_thatLookLikeTheStoresFooters_areNotTakenForThem() throws IOException {
        Path hostile = folder.resolve("hostile.journal");
        String footer = "chunk:7,len:1,version:fffffff,fletcher:";
        byte[] line = bytes(footer.substring(0, footer.indexOf(",fletcher")));
        footer += Integer.toHexString(DataUtils.getFletcher32(line, 0, line.length));
        String value = (footer + " ".repeat(128 - footer.length())).repeat(64);
        for (int shift = 0; shift < 128; shift++) {
            try (Journal journal = Journal.file(hostile, Journal.Sync.OS)) {
                journal.write(Journal.Batch.create().put("key", bytes("x".repeat(shift) + value)));
            }
        }

        assertThat(ChunkScan.newestVersion(hostile)).isLessThan(0xfffffff);
    }

    private static byte[] damaged(byte[] good, Random random) {
        int at = random.nextInt(good.length);
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(good, at);
            case 1 -> {
                byte[] flipped = good.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            default -> {
                byte[] zeroed = good.clone();
                Arrays.fill(zeroed, at, Math.min(good.length, at + random.nextInt(4_096)), (byte) 0);
                yield zeroed;
            }
        };
    }

    private String readDamaged(byte[] bytes, List<Map<String, String>> states, String name) throws IOException {
        Path copy = Files.createTempFile(folder, "copy", ".journal");
        Files.write(copy, bytes);
        Map<String, String> found = new TreeMap<>();
        try (Journal journal = Journal.file(copy, Journal.Sync.OS)) {
            journal.forEach("", (key, value) -> found.put(key, new String(value, StandardCharsets.UTF_8)));
        } catch (LedgerEvidenceException e) {
            return "refused";
        } catch (LedgerUnavailableException e) {
            assertThat(e).as(name).hasCauseInstanceOf(OutOfMemoryError.class);
            return "refused for its size";
        }
        assertThat(states.contains(found)).as(name).isTrue();
        return found.equals(states.get(states.size() - 1)) ? "harmless" : "earlier state";
    }
}
