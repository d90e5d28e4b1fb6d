package network.cortensor.sdk.ipfs.peers;

import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.peers.Planned.Entry;
import network.cortensor.sdk.ipfs.peers.Planned.FileEntry;
import network.cortensor.sdk.ipfs.peers.Planned.FolderEntry;
import network.cortensor.sdk.ipfs.peers.Planned.LinkEntry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Draws files and folders whose sizes lie around the limits of a profile. */
final class PlannedContent {

    private static final int MOST_ENTRIES = 12;
    private static final int MOST_LEVELS = 4;

    /** Pieces of names: blanks, marks, letters of two, three and four bytes, and what sorts differently as UTF-16. */
    private static final List<String> SYLLABLES = List.of(
            "a", "Z", "0", "7", " ", "-", "_", "%", "#", "'", "file", "é", "ß", "漢", "字", "😀", "\uffee", "e\u0301");

    private static final List<String> ENDINGS = List.of("", ".txt", ".tar.gz", " ", "~");

    private final SeededRandom random;
    private final int chunkBytes;

    PlannedContent(SeededRandom random, int chunkBytes) {
        this.random = random;
        this.chunkBytes = chunkBytes;
    }

    /** Draws a file, or a folder that may have others in it. */
    Planned next(String name) {
        if (random.below(3) == 0) {
            return Planned.file(name, size(), seed());
        }
        List<Entry> entries = new ArrayList<>();
        fill(name, 1, entries);
        return new Planned(name, entries);
    }

    private void fill(String folder, int level, List<Entry> entries) {
        entries.add(new FolderEntry(folder));
        Set<String> names = new HashSet<>();
        for (int count = random.below(MOST_ENTRIES); names.size() < count; ) {
            String name = name();
            if (!names.add(name)) {
                continue;
            }
            String path = folder + '/' + name;
            switch (random.below(10)) {
                case 0 -> entries.add(new LinkEntry(path, "../" + name()));
                case 1, 2 -> {
                    if (level < MOST_LEVELS) {
                        fill(path, level + 1, entries);
                    } else {
                        entries.add(new FolderEntry(path));
                    }
                }
                default -> entries.add(new FileEntry(path, size(), seed()));
            }
        }
    }

    /** A folder of files of one byte, the last of which has a name of another length. */
    Planned folder(String name, int count, int nameBytes, int lastNameBytes) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new FolderEntry(name));
        for (int i = 0; i < count; i++) {
            int bytes = i < count - 1 ? nameBytes : lastNameBytes;
            entries.add(new FileEntry(name + '/' + number(i, bytes), 1, seed()));
        }
        return new Planned(name, entries);
    }

    /** A folder of folders with one file each. */
    Planned folders(String name, int count, int nameBytes) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new FolderEntry(name));
        for (int i = 0; i < count; i++) {
            String folder = name + '/' + number(i, nameBytes);
            entries.add(new FolderEntry(folder));
            entries.add(new FileEntry(folder + "/file", 1, seed()));
        }
        return new Planned(name, entries);
    }

    private static String number(int number, int bytes) {
        String digits = Integer.toString(number);
        return "0".repeat(bytes - digits.length()) + digits;
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int count = 1 + random.below(6); count > 0; count--) {
            name.append(SYLLABLES.get(random.below(SYLLABLES.size())));
        }
        return name.append(ENDINGS.get(random.below(ENDINGS.size()))).toString();
    }

    /** Mostly small; some are at a limit of the chunks. */
    private long size() {
        return switch (random.below(128)) {
            case 0 -> (long) (1 + random.below(3)) * chunkBytes - 1 + random.below(3);
            case 1 -> random.below(chunkBytes);
            default -> random.below(random.below(4) == 0 ? 3 : 4096);
        };
    }

    /** A few seeds only, so that equal blocks come up as well. */
    private String seed() {
        return "seed " + random.below(50);
    }
}
