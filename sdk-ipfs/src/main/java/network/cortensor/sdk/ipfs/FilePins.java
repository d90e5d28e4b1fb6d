package network.cortensor.sdk.ipfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
            create(folder.resolve(name(root)));
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
            // Pinned already, as asked; but what is no file is passed over when pins are listed.
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    @Override
    boolean remove(Cid root) {
        try {
            if (nothingPinned()) {
                return false;
            }
            boolean removed = Files.deleteIfExists(folder.toRealPath().resolve(name(root)));
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
     * @throws StoreException from the stream, too, if a file is named like a pin that this version cannot read, or if what is in
     *     the place of the pins cannot be entered: who took it for none would delete what it keeps
     */
    @Override
    Stream<Cid> list() {
        if (nothingPinned()) {
            return Stream.empty();
        }
        return CidFiles.stream(
                new CidFiles(folder, SUFFIX), this::listed, e -> FileBlockStore.failure(store, "list the pins", e));
    }

    /**
     * Tells whether there never was a pin. Only nothing at all says so: a link to a volume that is not mounted, or a folder that
     * cannot be looked at, may have pins.
     */
    private boolean nothingPinned() {
        return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
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

    private static String name(Cid root) {
        return root.toV1() + SUFFIX;
    }

    private void forceNames(Path names) throws IOException {
        if (durability == Durability.BLOCK_AND_NAME) {
            FileBlockStore.forceFolder(names);
        }
    }
}
