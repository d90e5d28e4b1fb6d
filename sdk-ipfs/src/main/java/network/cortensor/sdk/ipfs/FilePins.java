package network.cortensor.sdk.ipfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pins as empty files {@code pins/<CIDv1>.pin}. The name is all there is to a pin: it cannot be cut, half written or
 * damaged, and making and removing it are single steps of the file system. Every process that uses the folder sees it at once.
 */
final class FilePins extends Pins {
    private static final String SUFFIX = ".pin";

    private final Path store;
    private final Path folder;
    private final Durability durability;
    private final CollectionGate gate;

    private FilePins(Path store, Durability durability, CollectionGate gate) {
        this.store = store;
        this.folder = store.resolve("pins");
        this.durability = durability;
        this.gate = gate;
    }

    /** Returns the pins of the block store in {@code store}, a folder that is there. Writes nothing before the first pin. */
    static FilePins in(Path store, Durability durability) throws IOException {
        return new FilePins(store, durability, FolderLock.gateOf(store));
    }

    @Override
    void add(Cid root) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                forceNames(store);
            }
            create(file(root));
            forceNames(folder);
        } catch (IOException e) {
            throw FileBlockStore.failure(store, "pin " + root, e);
        }
    }

    private void create(Path file) throws IOException {
        try (FileChannel pin = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            // Journaling file systems force the name of a new file together with the file.
            if (durability != Durability.NONE) {
                pin.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            // Pinned already, as asked.
        }
    }

    @Override
    boolean remove(Cid root) {
        try {
            boolean removed = Files.deleteIfExists(file(root));
            if (removed) {
                forceNames(folder);
            }
            return removed;
        } catch (IOException e) {
            throw FileBlockStore.failure(store, "unpin " + root, e);
        }
    }

    /**
     * As declared.
     *
     * @throws StoreException from the stream, too, if a file is named like a pin that this version cannot read: who took it for
     *     none would delete what it keeps
     */
    @Override
    Stream<Cid> list() {
        return CidFiles.stream(
                new CidFiles(List.of(folder), SUFFIX),
                this::listed,
                e -> FileBlockStore.failure(store, "list the pins", e));
    }

    private Optional<Cid> listed(CidFiles.Found found) {
        Optional<Cid> root = found.cid();
        if (root.isEmpty()) {
            throw new StoreException(
                    "could not list the pins in block store " + store + ": the name of " + found.file()
                            + " is no CID that this version knows; remove the file if it is no pin",
                    null);
        }
        return root;
    }

    @Override
    CollectionGate gate() {
        return gate;
    }

    /** Frees what the folder's lock holds, unless it is in use. */
    void close() {
        gate.rest();
    }

    private Path file(Cid root) {
        return folder.resolve(root.toV1() + SUFFIX);
    }

    private void forceNames(Path names) throws IOException {
        if (durability == Durability.BLOCK_AND_NAME) {
            FileBlockStore.forceFolder(names);
        }
    }
}
