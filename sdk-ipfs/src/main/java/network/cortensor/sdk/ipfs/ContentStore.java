package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.FolderListing;
import network.cortensor.sdk.ipfs.internal.dag.PathResolution;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Stores and reads content of any size by its hash.
 *
 * <pre>{@code
 * try (ContentStore store = ContentStore.on(BlockStore.files(folder))) {
 *     Cid cid = store.add(bytes);
 *     try (InputStream content = store.get(cid)) { ... }
 * }
 * }</pre>
 *
 * <p>What is added is cut up by an {@link ImportProfile}: the same files, folders and symlinks get the same CID from every tool
 * that follows it. By default, content of at most 1 MiB is one raw block: its CID holds nothing but its SHA-256. {@link
 * AddOptions} choose the profile, threads, permissions and times to keep, a pin, a time limit, progress and cancellation.
 *
 * <p>What is read is checked, whatever the block store: no byte is released before the block that it is in was hashed and is
 * the one that was asked for, and before its size is what the blocks above declare. Paths, listings and answers that something
 * is not there are proven by blocks too. Limits: 2 MiB a block, 8192 links a node, 32 levels of a file, 64 names of a path;
 * parts of a file must not be empty.
 *
 * <p>A CID tells everybody whether two contents are equal, so seal what is secret before adding it.
 *
 * <p>Thread-safe, if the block store is. The streams that {@link #get(Cid)} returns are for one thread each.
 */
public final class ContentStore implements AutoCloseable {
    private final BlockStore blocks;

    private ContentStore(BlockStore blocks) {
        this.blocks = blocks;
    }

    /** Returns a content store on {@code blocks}, which it takes over: closing it closes them. */
    public static ContentStore on(BlockStore blocks) {
        return new ContentStore(blocks);
    }

    /** Opens a content store on files in a folder with the default options; see {@link #open(Path, FileBlockStoreOptions)}. */
    public static ContentStore open(Path folder) {
        return on(BlockStore.files(folder));
    }

    /**
     * Opens a content store on {@linkplain BlockStore#files(Path, FileBlockStoreOptions) files in a folder}, which is created if
     * it is missing. Its pins are in the folder too: every store on it sees them, also in other processes and later.
     *
     * @throws StoreException if the folder cannot be created, or read
     */
    public static ContentStore open(Path folder, FileBlockStoreOptions options) {
        return on(BlockStore.files(folder, options));
    }

    /**
     * Adds everything up to the end of the stream with the {@linkplain AddOptions#defaults() defaults}; see {@link
     * #add(InputStream, AddOptions)}.
     */
    public Cid add(InputStream content) {
        return add(content, AddOptions.defaults());
    }

    /**
     * Adds everything up to the end of the stream, in memory for up to two chunks of each thread and the open path of the DAG.
     * The stream is read by the calling thread alone, and not closed.
     *
     * <p>Blocks are stored from the leaves up: if this fails, what was stored stays, but there is no root, and adding the
     * content again uses it.
     *
     * <p>Cancellation, a deadline and interruption take effect between two reads. A read that blocks is not broken off: close
     * the stream for that, or interrupt the thread if the stream reacts to it.
     *
     * @throws UncheckedIOException if the given stream fails
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     * @throws CancelledException if the call is cancelled, or its thread interrupted
     * @throws DeadlineExceededException if its time is over
     * @throws UnsupportedOperationException if it is to be pinned and the block store keeps no pins
     */
    public Cid add(InputStream content, AddOptions options) {
        Watch watch = Watch.start("add the content of a stream", options.call());
        try {
            ContentChunks chunks = ContentChunks.of(content, options.profile(), watch);
            return add(options, watch, () -> importer(options, watch).run(chunks));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the content to add", e);
        }
    }

    /** Adds bytes with the {@linkplain AddOptions#defaults() defaults}; see {@link #add(byte[], AddOptions)}. */
    public Cid add(byte[] content) {
        return add(content, AddOptions.defaults());
    }

    /**
     * Adds bytes, which must not change meanwhile.
     *
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     * @throws CancelledException if the call is cancelled, or its thread interrupted
     * @throws DeadlineExceededException if its time is over
     * @throws UnsupportedOperationException if it is to be pinned and the block store keeps no pins
     */
    public Cid add(byte[] content, AddOptions options) {
        Watch watch = Watch.start("add " + content.length + " bytes", options.call());
        watch.expect(content.length);
        try {
            ContentChunks chunks = ContentChunks.of(content, options.profile().chunkSize());
            return add(options, watch, () -> importer(options, watch).run(chunks));
        } catch (IOException e) {
            throw new AssertionError("reading an array does no I/O", e);
        }
    }

    private FileImport importer(AddOptions options, Watch watch) {
        return new FileImport(blocks, options.profile(), options.threads(), watch, Attributes.NONE);
    }

    /** An import that is about to begin. */
    private interface Import {
        Imported run() throws IOException;
    }

    private Cid add(AddOptions options, Watch watch, Import content) throws IOException {
        if (options.pin()) {
            requirePins();
        }
        // Also without a pin: a collection half way through would leave a root without the blocks below it.
        GarbageHold hold = hold(watch);
        try {
            Cid cid = content.run().cid();
            if (options.pin()) {
                pinAdded(cid);
            }
            return cid;
        } finally {
            hold.close();
        }
    }

    /** Adds a file, folder or symlink with the {@linkplain AddOptions#defaults() defaults}; see {@link #add(Path, AddOptions)}. */
    public Cid add(Path path) {
        return add(path, AddOptions.defaults());
    }

    /**
     * Adds a file, a folder with everything in it, or a symlink. Its own name is not kept, the names of what is in it are.
     *
     * <ul>
     *   <li>Hidden files and empty folders are added too: {@code ipfs add} leaves the former out unless it is told {@code
     *       --hidden}.
     *   <li>Symlinks are kept as symlinks, also {@code path} itself, and never followed.
     *   <li>Pipes, sockets and devices are refused, and so are names and symlink targets that are not UTF-8, and folders more
     *       than 64 deep.
     *   <li>A file that changes while it is read, by its size, time or identity, is refused: nobody could say what its CID is
     *       of. Of a folder, what is there when it is listed is added; one that is swapped meanwhile is refused.
     * </ul>
     *
     * <p>Others who can write to the folder can undo this: put a pipe where a file was a moment ago, and it is waited for; swap a
     * folder there and back, and what a symlink led to is added. What was stored before something is refused stays, as garbage.
     *
     * <p>In memory are up to two chunks of each thread, the open path of a file's DAG, and the names and CIDs of all entries of
     * the folder at hand and those above it, some 300 bytes each.
     *
     * @throws UncheckedIOException if something cannot be read or is refused; the cause names it
     * @throws IllegalArgumentException if two names of a large folder have the same hash, which takes an attacker
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     * @throws CancelledException if the call is cancelled, or its thread interrupted
     * @throws DeadlineExceededException if its time is over
     * @throws UnsupportedOperationException if it is to be pinned and the block store keeps no pins
     */
    public Cid add(Path path, AddOptions options) {
        Watch watch = Watch.start("add " + path, options.call());
        try {
            return add(options, watch, () -> new PathImport(blocks, options, watch).run(path));
        } catch (ClosedByInterruptException e) {
            throw new CancelledException(watch.what());
        } catch (IOException e) {
            throw new UncheckedIOException("could not add " + path, e);
        }
    }

    /** Adds a folder with the {@linkplain AddOptions#defaults() defaults}; see {@link #addFolder(Map, AddOptions)}. */
    public Cid addFolder(Map<String, Cid> entries) {
        return addFolder(entries, AddOptions.defaults());
    }

    /**
     * Adds a folder made of what is in the store already. Only the root block of each entry is read, for the sizes that a folder
     * notes, unless it is to be pinned: then all of it must be here. Of the options, threads and attributes do not matter.
     *
     * @param entries what the folder holds, by name; in any order
     * @throws IllegalArgumentException if a name is empty, {@code .}, {@code ..}, holds a {@code /} or a NUL, or cannot be
     *     written as UTF-8
     * @throws BlockNotFoundException if an entry is not in the store
     * @throws BlockMismatchException if the store gave other bytes for an entry
     * @throws MalformedException if an entry is no file or folder, or breaks a rule or limit
     * @throws StoreException if the block store fails, as {@link StoreFullException} if it is full
     * @throws CancelledException if the call is cancelled, or its thread interrupted
     * @throws DeadlineExceededException if its time is over
     * @throws UnsupportedOperationException if it is to be pinned and the block store keeps no pins
     */
    public Cid addFolder(Map<String, Cid> entries, AddOptions options) {
        Watch watch = Watch.start("add a folder of " + entries.size() + " entries", options.call());
        if (options.pin()) {
            requirePins();
        }
        GarbageHold hold = hold(watch);
        try {
            Cid cid = addFolder(entries, options.profile(), watch);
            if (options.pin()) {
                pin(cid, options.call());
            }
            return cid;
        } finally {
            hold.close();
        }
    }

    private Cid addFolder(Map<String, Cid> entries, ImportProfile profile, Watch watch) {
        List<DirectoryNode.Entry> linked = new ArrayList<>(entries.size());
        entries.forEach((name, cid) -> {
            watch.check();
            requireName(name);
            Block root = VerifiedRead.require(blocks, cid);
            long size = UnixFsNode.sum(
                    LongStream.of(root.size(), UnixFsNode.of(root).linkedSize()));
            linked.add(new DirectoryNode.Entry(name, cid, size));
        });
        return new FolderImport(blocks, profile, watch)
                .run(linked, Attributes.NONE)
                .cid();
    }

    private static void requireName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\0")) {
            throw new IllegalArgumentException(
                    "a folder has no entry named '" + name + "'; expected a name without a slash or a NUL");
        }
    }

    /** Opens a file for reading; see {@link #get(IpfsPath, CallOptions)}. */
    public InputStream get(Cid cid) {
        return get(IpfsPath.of(cid), CallOptions.none());
    }

    /** Opens a file for reading; see {@link #get(IpfsPath, CallOptions)}. */
    public InputStream get(Cid cid, CallOptions options) {
        return get(IpfsPath.of(cid), options);
    }

    /** Opens a file for reading; see {@link #get(IpfsPath, CallOptions)}. */
    public InputStream get(IpfsPath path) {
        return get(path, CallOptions.none());
    }

    /**
     * Opens a file for reading. The blocks on the path and the file's root block are fetched now, the others when they are
     * reached. {@link InputStream#skip} passes over blocks without fetching them.
     *
     * <p>The stream's methods throw the exceptions named here too, not wrapped in an {@code IOException}: that content proved
     * wrong is not a failure of input. A stream that failed stays where it was: reading on asks for the same block again, and
     * never leaves anything out.
     *
     * <p>The options hold until the stream ends. Deadline and cancellation are looked at before each block.
     *
     * @throws BlockNotFoundException if a block is not in the store
     * @throws PathNotFoundException if verified blocks prove that the path leads nowhere; symlinks are not followed
     * @throws BlockMismatchException if the store gave other bytes than the ones asked for
     * @throws MalformedException if the content is not a file, or breaks a rule or limit
     * @throws StoreException if the block store fails
     * @throws UnreachableException if a remote source behind the block store cannot be asked
     * @throws CancelledException if the call is cancelled, or its thread interrupted
     * @throws DeadlineExceededException if its time is over
     */
    public InputStream get(IpfsPath path, CallOptions options) {
        return open(path, 0, Long.MAX_VALUE, options);
    }

    /** Reads a file into memory; see {@link #get(IpfsPath, long)}. */
    public byte[] get(Cid cid, long maxBytes) {
        return get(IpfsPath.of(cid), maxBytes);
    }

    /**
     * Reads a file into memory.
     *
     * @param maxBytes the most bytes to take; checked against the size that the root declares, before more is fetched
     * @throws ContentTooLargeException if the content is larger, or larger than an array can be
     * @throws IllegalArgumentException if {@code maxBytes} is negative
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public byte[] get(IpfsPath path, long maxBytes) {
        return get(path, maxBytes, CallOptions.none());
    }

    /** As {@link #get(IpfsPath, long)}, with options. */
    public byte[] get(IpfsPath path, long maxBytes, CallOptions options) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, is " + maxBytes);
        }
        ContentInputStream content = open(path, 0, Long.MAX_VALUE, options);
        long limit = Math.min(maxBytes, Integer.MAX_VALUE - 8);
        if (content.size() > limit) {
            throw new ContentTooLargeException(content.root(), content.size(), limit);
        }
        // Grows with what is really there: the declared size is not yet proven.
        return content.readToEnd();
    }

    /** Opens a range of a file; see {@link #range(IpfsPath, long, long, CallOptions)}. */
    public InputStream range(Cid cid, long from, long length) {
        return range(IpfsPath.of(cid), from, length);
    }

    /** Opens a range of a file; see {@link #range(IpfsPath, long, long, CallOptions)}. */
    public InputStream range(IpfsPath path, long from, long length) {
        return range(path, from, length, CallOptions.none());
    }

    /**
     * Opens a range of a file for reading. Of the blocks before it only the nodes on the way are fetched, and none behind it:
     * the verified nodes above say how many bytes are where. What of the range is behind the end of the file is left out.
     *
     * @param from the first byte, counted from zero
     * @param length how many bytes; {@link Long#MAX_VALUE} for all that follow
     * @throws IllegalArgumentException if one is negative
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public InputStream range(IpfsPath path, long from, long length, CallOptions options) {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException("a range must not be negative, is " + length + " bytes from " + from);
        }
        return open(path, from, length, options);
    }

    private ContentInputStream open(IpfsPath path, long from, long length, CallOptions options) {
        Watch watch = Watch.start("read " + path, options);
        ContentInputStream content = ContentInputStream.open(blocks, resolve(path, watch), from, length, watch);
        watch.expect(content.left());
        return content;
    }

    /** Returns what a path leads to; see {@link #resolve(IpfsPath, CallOptions)}. */
    public Cid resolve(IpfsPath path) {
        return resolve(path, CallOptions.none());
    }

    /**
     * Returns what a path leads to, through folders in one block or in shards. Only the blocks on the way are fetched, and not
     * what it leads to. Symlinks are not followed: where they lead is not proven by the path's CID.
     *
     * @throws PathNotFoundException if verified blocks prove that there is no such name, or that something on the way is no
     *     folder
     * @throws MalformedException if a block on the way breaks a rule or limit, or holds other data than files and folders
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public Cid resolve(IpfsPath path, CallOptions options) {
        return resolve(path, Watch.start("resolve " + path, options));
    }

    private Cid resolve(IpfsPath path, Watch watch) {
        return PathResolution.of(new WatchedSource(blocks, watch), path).cid();
    }

    /** Lists a folder; see {@link #ls(IpfsPath, CallOptions)}. */
    public Stream<DirectoryEntry> ls(Cid cid) {
        return ls(IpfsPath.of(cid));
    }

    /** Lists a folder; see {@link #ls(IpfsPath, CallOptions)}. */
    public Stream<DirectoryEntry> ls(IpfsPath path) {
        return ls(path, CallOptions.none());
    }

    /**
     * Lists a folder. Its root block is fetched now; the shards of a large folder when the stream reaches them, and what is in
     * the folder not at all. What the stream gives is proven by the folder's CID, but for the {@linkplain
     * DirectoryEntry#declaredSize() declared sizes}. No name comes twice.
     *
     * <p>The order is that of the blocks, and the same every time: of a small folder the author's, which is by the bytes of the
     * names if this SDK wrote it, of a large one that of the names' hashes.
     *
     * <p>The stream throws the exceptions named here too, also in its midst. The options hold until it ends. It holds nothing
     * that has to be closed.
     *
     * @throws MalformedException if it is no folder, or breaks a rule or limit
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public Stream<DirectoryEntry> ls(IpfsPath path, CallOptions options) {
        Watch watch = Watch.start("list " + path, options);
        WatchedSource watched = new WatchedSource(blocks, watch);
        Cid cid = resolve(path, watch);
        FolderListing listing = FolderListing.of(watched, cid, UnixFsNode.of(VerifiedRead.require(watched, cid)));
        int traits = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(listing, traits), false)
                .map(entry -> new DirectoryEntry(entry.name(), entry.cid(), entry.dagSize()));
    }

    /** Says what content is; see {@link #stat(IpfsPath, CallOptions)}. */
    public ContentStat stat(Cid cid) {
        return stat(IpfsPath.of(cid));
    }

    /** Says what content is; see {@link #stat(IpfsPath, CallOptions)}. */
    public ContentStat stat(IpfsPath path) {
        return stat(path, CallOptions.none());
    }

    /**
     * Says what the root block of content says: whether it is a file, folder or symlink, how large it is, and the permissions
     * and time that its author kept. Reads the blocks on the path and that one.
     *
     * @throws MalformedException if it is no file, folder or symlink, or breaks a rule or limit
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public ContentStat stat(IpfsPath path, CallOptions options) {
        WatchedSource watched = new WatchedSource(blocks, Watch.start("look at " + path, options));
        return ContentStat.of(
                VerifiedRead.require(watched, PathResolution.of(watched, path).cid()));
    }

    /**
     * Returns how many bytes the file has, as declared by its root block; for a single raw block this is proven, for others
     * reading to the end proves it.
     *
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public long size(Cid cid) {
        return open(IpfsPath.of(cid), 0, Long.MAX_VALUE, CallOptions.none()).size();
    }

    /** Writes content to disk; see {@link #export(IpfsPath, Path, ExportOptions)}. */
    public void export(Cid cid, Path target) {
        export(IpfsPath.of(cid), target, ExportOptions.defaults());
    }

    /** Writes content to disk; see {@link #export(IpfsPath, Path, ExportOptions)}. */
    public void export(IpfsPath path, Path target, CallOptions options) {
        export(path, target, ExportOptions.builder().call(options).build());
    }

    /**
     * Writes a file, a folder with everything in it, or a symlink to disk.
     *
     * <ul>
     *   <li>{@code target} must not exist, or be an empty folder if a folder is written. Nothing is ever written over.
     *   <li>A file has its name when it has all its bytes: until then it is {@code .export-….tmp} beside it. If the export fails,
     *       what was complete stays; if the process is killed, also such a file.
     *   <li>A name that is empty, {@code .}, {@code ..}, absolute, or holds a separator or a NUL, is refused when it is met. So
     *       is one that another entry has already on a file system that does not tell the case of letters apart.
     *   <li>Symlinks are made as their author wrote them, wherever that leads, each after everything else in its folder: nothing
     *       is written through them. Whoever follows them later leaves the tree.
     *   <li>Permissions and times are applied if the author kept them: the nine bits of rwx, never setuid, setgid or sticky, and
     *       no times of symlinks.
     * </ul>
     *
     * <p>Others who can write to the folder can undo all this meanwhile. Nothing is forced to the disk.
     *
     * @throws ContentTooLargeException if it exceeds a limit of the options; before the file that does
     * @throws UncheckedIOException if something cannot be written; the cause names it
     * @throws MalformedException if something in it is no file, folder or symlink, has a name that is refused, is more than 64
     *     folders deep, or breaks a rule or limit
     * @throws IpfsException as {@link #get(IpfsPath, CallOptions)}
     */
    public void export(IpfsPath path, Path target, ExportOptions options) {
        Watch watch = Watch.start("export " + path + " to " + target, options.call());
        try {
            new ContentExport(blocks, resolve(path, watch), options, watch).run(target);
        } catch (ClosedByInterruptException e) {
            throw new CancelledException(watch.what());
        } catch (IOException e) {
            throw new UncheckedIOException("could not export " + path + " to " + target, e);
        }
    }

    /** As {@link #has(Cid, CallOptions)}, without options. */
    public boolean has(Cid cid) {
        return has(cid, CallOptions.none());
    }

    /**
     * Tells whether all blocks of a file or folder, with everything in it, are in the store.
     *
     * <p>Blocks that may have links are read and checked; of raw leaves only the presence is asked, so a damaged one counts. What
     * is in dag-json is not looked for. Progress counts the blocks that are read. Takes up to 43 bytes of memory for each of them.
     *
     * <p>On {@link BlockStore#readThrough} the blocks that may have links are fetched where they are missing, and kept if there is
     * room; raw leaves count only if they are here. To ask without fetching anything, ask a content store on the local block
     * store.
     *
     * @throws BlockMismatchException if the store gave other bytes for a block that may have links
     * @throws MalformedException if such a block is no part of a file or folder, or breaks a rule or limit
     * @throws StoreException if the block store fails
     * @throws UnreachableException if a block has to be fetched, and nobody could be asked
     * @throws CancelledException if the call is cancelled, or its thread interrupted
     * @throws DeadlineExceededException if its time is over
     */
    public boolean has(Cid cid, CallOptions options) {
        return new ContentPresence(blocks, cid, Watch.start("look for all of " + cid, options)).isComplete();
    }

    /** As {@link #pin(Cid, CallOptions)}, without options. */
    public void pin(Cid root) {
        pin(root, CallOptions.none());
    }

    /**
     * Pins a DAG: {@link #collectGarbage} keeps its blocks until it is unpinned. Does nothing if it is pinned already.
     *
     * <p>The whole DAG must be here, and is looked through for that: blocks that may have links are read and checked, of raw ones
     * only the presence is asked. On {@link BlockStore#readThrough} what is missing is fetched, and then it is here. A pin says
     * nothing about the blocks staying intact; it survives as the {@link Durability} of the store says.
     *
     * @throws BlockNotFoundException if a block of the DAG is missing, which it names; nothing is pinned
     * @throws BlockMismatchException if a block is damaged; nothing is pinned
     * @throws MalformedException if the links of a block cannot be read: it breaks its rules, is dag-json, or links to what this
     *     module does not follow; nothing is pinned
     * @throws StoreException if the store fails
     * @throws UnsupportedOperationException if the block store keeps no pins
     */
    public void pin(Cid root, CallOptions options) {
        Watch watch = Watch.start("pin " + root, options);
        Pins pins = requirePins();
        // Within the hold: a collection between looking and pinning would take away what was seen.
        GarbageHold hold = pins.gate().hold(watch);
        try {
            GarbageCollection.requireWhole(blocks, root, watch);
            pins.add(root);
        } finally {
            hold.close();
        }
    }

    /**
     * Takes a pin back; returns whether there was one. Deletes no block.
     *
     * @throws StoreException if the store fails
     * @throws UnsupportedOperationException if the block store keeps no pins
     */
    public boolean unpin(Cid root) {
        return requirePins().remove(root);
    }

    /**
     * Lists what is pinned as CIDs of version 1, in no order. Pins that come and go meanwhile may be in it or not. The stream
     * reads lazily and must be closed.
     *
     * @throws StoreException also from the stream, if the store fails
     * @throws UnsupportedOperationException if the block store keeps no pins
     */
    public Stream<Cid> pins() {
        return requirePins().list();
    }

    /**
     * Deletes all blocks that are not below a pin. Nothing else ever does; in particular a store that is full does not.
     *
     * <p><b>Who adds meanwhile.</b> Adding and pinning waits for a collection and a collection for those, so that nothing is
     * lost that is added {@linkplain AddOptions.Builder#pin with a pin} or within a {@linkplain #holdGarbage hold}. This is so
     * for all content stores on one block store, and for all on one folder, also in other processes, if its file system has
     * locks. What was added without a pin is garbage when adding has ended, and what is put into the block store directly, as
     * from a CAR, from the first moment.
     *
     * <p><b>Nothing on suspicion.</b> First all DAGs below pins are walked, then the rest is deleted. If a block that may have
     * links is missing or damaged, or is not understood, nothing is deleted, and the exception names the block: put it again, or
     * unpin what it belongs to. Raw blocks have no links and are not read; how many are missing is {@linkplain
     * GarbageReport#missing() reported}. A call that is ended or killed half way has deleted only garbage; the next one deletes
     * the rest.
     *
     * <p>Takes up to 43 bytes of memory for each block below a pin, and the CIDs of nodes that are known and not read yet, at most
     * 131,072.
     *
     * @throws BlockNotFoundException if a block that may have links is missing below a pin; nothing was deleted
     * @throws BlockMismatchException if one is damaged; nothing was deleted
     * @throws MalformedException if the links of one cannot be read; nothing was deleted
     * @throws StoreException if the store fails, or its folder cannot be locked
     * @throws UnsupportedOperationException if the block store keeps no pins, or cannot list its blocks
     */
    public GarbageReport collectGarbage(CallOptions options) {
        Watch watch = Watch.start("collect garbage", options);
        Pins pins = requirePins();
        GarbageHold alone = pins.gate().collect(watch);
        try {
            return GarbageCollection.run(blocks, pins, watch);
        } finally {
            alone.close();
        }
    }

    /**
     * Keeps garbage collection out until the hold is closed; for those who put blocks into the block store themselves and then
     * {@linkplain #pin(Cid) pin} what these are part of. Waits for a collection under way. Adding and pinning within a hold is
     * fine; collecting waits for its end, in the same thread for ever.
     *
     * @throws StoreException if the store fails
     */
    public GarbageHold holdGarbage(CallOptions options) {
        return hold(Watch.start("keep garbage from being collected", options));
    }

    /** Keeps garbage collection out; where there are no pins there is none. */
    GarbageHold hold(Watch watch) {
        return blocks.pins().map(pins -> pins.gate().hold(watch)).orElseGet(() -> new GarbageHold(() -> {}));
    }

    /** Pins what was added within a {@link #hold}, and thus is all here. */
    void pinAdded(Cid root) {
        requirePins().add(root);
    }

    private Pins requirePins() {
        return blocks.pins()
                .orElseThrow(() -> new UnsupportedOperationException(
                        blocks.getClass().getSimpleName() + " keeps no pins; see BlockStore.pins()"));
    }

    /** Returns the block store below, for single blocks. */
    public BlockStore blocks() {
        return blocks;
    }

    /** Closes the block store. */
    @Override
    public void close() {
        blocks.close();
    }
}
