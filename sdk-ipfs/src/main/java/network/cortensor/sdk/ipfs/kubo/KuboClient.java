package network.cortensor.sdk.ipfs.kubo;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.ImportProfile;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.car.CarLimits;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.internal.BlockAccess;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A Kubo daemon, spoken to over its RPC API ({@code /api/v0}), and never taken at its word where content is concerned.
 *
 * <pre>{@code
 * try (KuboClient kubo = KuboClient.open(URI.create("http://127.0.0.1:5001"))) {
 *     Cid cid = kubo.add(folder, AddOptions.builder().pin(true).build());
 *     try (InputStream content = kubo.cat(IpfsPath.of(cid, "photos", "cat.jpg"))) { ... }
 * }
 * }</pre>
 *
 * <p><b>What a daemon cannot do.</b> The CID of what is added is computed here while it is sent; a daemon that names another
 * one is caught ({@link KuboMismatchException}). What is read is hashed here, block by block, before a byte of it is released;
 * {@code /api/v0/cat}, whose answer nobody can check, is not used. What it can do is refuse, be slow, forget what it took, and
 * say wrong things about itself: version, pins, counts and names of keys are its word.
 *
 * <p><b>What a daemon makes known.</b> By default a Kubo announces what it has to the network, at once and every day again, so
 * that everybody can learn that it has a CID, and fetch it. Seal what is private before it is added ({@code sdk-crypto}). {@link
 * AddOptions#pin()} is off by default, yet a daemon that announces all blocks ({@code Reprovider.Strategy}) names unpinned ones
 * too. For content whose mere existence is private, use a daemon with {@code Routing.Type} set to {@code none}, or one that was
 * started with {@code --offline}.
 *
 * <p><b>As a block store.</b> {@link #get}, {@link #put}, {@link #has} and {@link #delete} are those of the daemon's repository.
 * Other than the stores that {@link BlockStore} makes, a Kubo names blocks by their hash alone: what was put under one codec is
 * there under all, and it cannot say which blocks it has, nor lend its pins to a {@link ContentStore} ({@link #pin} sets them).
 * A block that is not below a pin goes with the daemon's next garbage collection.
 *
 * <p><b>Retries.</b> When the daemon cannot be reached, cuts an answer off or says that it is overloaded, a call of which a
 * second one changes nothing is tried again ({@link KuboClientOptions#retries()}): reading, putting and looking for single
 * blocks, hence {@link #cat} at any point, and {@link #version}, {@link #peer}, {@link #keys}, {@link #repositoryStat}, {@link
 * #dagStat}, {@link #pin}, {@link #pinned}, {@link #resolve}. Not {@link #add}, {@link #importCar}, {@link #export} and {@link
 * #pins}, which are streams, and not {@link #delete}, {@link #unpin} and {@link #publish}, whose second call means something
 * else.
 *
 * <p>Thread-safe. {@link #close()} ends all calls under way.
 */
public final class KuboClient implements BlockStore {
    /** What content is called in the form that carries it. Its own name says more than the daemon needs to know. */
    private static final String NAME = "content";

    /** A line comes for each block, or every half second; a daemon that floods comes to an end. */
    private static final long MAX_PROGRESS_LINES = 100_000_000;

    /** A line comes for each folder. */
    private static final long MAX_ENTRY_LINES = 10_000_000;

    private static final long MAX_ROUTING_EVENTS = 100_000;

    /** What Kubo numbers the event with that has the value. */
    private static final int ROUTING_VALUE = 5;

    private final KuboRpc rpc;
    private final CallOptions call;

    private KuboClient(KuboRpc rpc, CallOptions call) {
        this.rpc = rpc;
        this.call = call;
    }

    /** As {@link #open(KuboClientOptions)} with the defaults. */
    public static KuboClient open(URI api) {
        return open(KuboClientOptions.builder(api).build());
    }

    /** Makes a client. Sends nothing yet. */
    public static KuboClient open(KuboClientOptions options) {
        return new KuboClient(new KuboRpc(options), CallOptions.none());
    }

    /**
     * Returns a view of this client whose calls have these options: each has the time limit for itself, a returned stream
     * included, and all end with the cancellation. It shares connections with this client; closing one closes both.
     */
    public KuboClient with(CallOptions call) {
        return new KuboClient(rpc, call);
    }

    CallOptions call() {
        return call;
    }

    // ---- the daemon

    /**
     * Asks which program it is.
     *
     * @throws RefusedException if the daemon says no
     * @throws UnreachableException if it cannot be asked
     * @throws MalformedException if the answer is not one of a Kubo
     * @throws DeadlineExceededException if the call's time is over
     * @throws CancelledException if it is cancelled, or the thread interrupted
     */
    public KuboVersion version() {
        KuboCommand command = rpc.command("version", "ask for the version").repeatable();
        JsonNode answer = ask(command);
        return new KuboVersion(
                KuboRpc.text(answer, "Version", command),
                KuboRpc.text(answer, "Commit", command),
                KuboRpc.text(answer, "Repo", command),
                KuboRpc.text(answer, "System", command));
    }

    /**
     * Asks how full its repository is. The daemon counts all its blocks for that.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public KuboRepositoryStat repositoryStat() {
        KuboCommand command =
                rpc.command("repo/stat", "ask for the size of the repository").repeatable();
        JsonNode answer = ask(command);
        return new KuboRepositoryStat(
                KuboRpc.number(answer, "RepoSize", command),
                KuboRpc.number(answer, "StorageMax", command),
                KuboRpc.number(answer, "NumObjects", command));
    }

    /**
     * Asks who it is in the network.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public KuboPeer peer() {
        KuboCommand command = rpc.command("id", "ask for the peer id").repeatable();
        JsonNode answer = ask(command);
        List<String> addresses = new ArrayList<>();
        answer.path("Addresses").forEach(address -> addresses.add(address.asText()));
        return new KuboPeer(
                IpnsName.parse(KuboRpc.text(answer, "ID", command)),
                KuboRpc.text(answer, "AgentVersion", command),
                addresses);
    }

    /**
     * Lists the keys that it can publish with.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public List<KuboKey> keys() {
        KuboCommand command = rpc.command("key/list", "list the keys").repeatable();
        List<KuboKey> keys = new ArrayList<>();
        JsonNode answer = ask(command).path("Keys");
        if (!answer.isArray()) {
            throw KuboRpc.malformed(command, "a list of Keys");
        }
        for (JsonNode key : answer) {
            keys.add(new KuboKey(KuboRpc.text(key, "Name", command), IpnsName.parse(KuboRpc.text(key, "Id", command))));
        }
        return List.copyOf(keys);
    }

    // ---- names

    /**
     * Has the daemon sign and publish what a name stands for. A daemon that is offline keeps the record to itself.
     *
     * @param key one of {@link #keys()}
     * @param path not looked up: it need not be there
     * @param lifetime how long the record is valid, in whole seconds
     * @throws IllegalArgumentException if the lifetime is less than a second
     * @throws MalformedException if the daemon says that it published something else
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public void publish(KuboKey key, IpfsPath path, Duration lifetime) {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("lifetime must be at least a second, is " + lifetime);
        }
        KuboCommand command = rpc.command("name/publish", "publish " + key.id())
                .argument(path)
                .with("key", key.name())
                .with("lifetime", lifetime.toSeconds() + "s")
                .with("resolve", false)
                .with("allow-offline", true);
        JsonNode answer = ask(command);
        boolean asAsked = IpnsName.parse(KuboRpc.text(answer, "Name", command)).equals(key.id())
                && IpfsPath.parse(KuboRpc.text(answer, "Value", command)).equals(path);
        if (!asAsked) {
            throw KuboRpc.malformed(command, "the name and path that were to be published");
        }
    }

    /**
     * Has the daemon find the record of a name, and checks it here: signature, name and time. Whether there is a newer one
     * nobody can prove; an {@link network.cortensor.sdk.ipfs.ipns.IpnsHistory} at least refuses older ones than it has seen.
     *
     * <p>A daemon that was started with {@code --offline} refuses, also for its own names, and one without routing finds none.
     *
     * @return the record, or empty if the daemon finds none
     * @throws network.cortensor.sdk.ipfs.ipns.RecordRejectedException if the record does not hold
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public Optional<IpnsRecord> resolve(IpnsName name) {
        KuboCommand command = rpc.command("routing/get", "find the record of " + name)
                .argument("/ipns/" + name.peerId())
                .repeatable()
                .mayMiss(Absence.NAME);
        List<byte[]> records = new ArrayList<>();
        try {
            rpc.askLines(command, watch(command), MAX_ROUTING_EVENTS, line -> {
                if (KuboRpc.number(line, "Type", command) == ROUTING_VALUE) {
                    records.add(KuboRpc.base64(line, "Extra", command));
                }
            });
        } catch (KuboRpc.NotThereException e) {
            return Optional.empty();
        }
        return records.stream().findFirst().map(record -> IpnsRecord.verify(name, record, Instant.now()));
    }

    /**
     * Returns what a name stands for by the word of the daemon, which nothing here can check; one step, so that this may be
     * another name ({@code /ipns/…}). For a daemon that {@link #resolve} cannot ask, and that is one's own.
     *
     * @return the path, or empty if the daemon knows none
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public Optional<String> untrustedResolve(IpnsName name) {
        KuboCommand command = rpc.command("name/resolve", "resolve " + name)
                .argument("/ipns/" + name)
                .with("recursive", false)
                .with("nocache", true)
                .repeatable()
                .mayMiss(Absence.NAME);
        try {
            return Optional.of(KuboRpc.text(ask(command), "Path", command));
        } catch (KuboRpc.NotThereException e) {
            return Optional.empty();
        }
    }

    // ---- content

    /** Adds bytes with the {@linkplain AddOptions#defaults() defaults}; see {@link #add(InputStream, AddOptions)}. */
    public Cid add(byte[] content) {
        return add(content, AddOptions.defaults());
    }

    /** Adds bytes; see {@link #add(InputStream, AddOptions)}. */
    public Cid add(byte[] content, AddOptions options) {
        return add(new ByteArrayInputStream(content), options);
    }

    /**
     * Adds everything up to the end of the stream, in the memory that {@link ContentStore#add(InputStream, AddOptions)} takes.
     *
     * <p>The content is imported here. By {@link ImportProfile#UNIXFS_V1_2025}, or with attributes kept, the blocks are sent as
     * a CAR ({@code dag import}): a Kubo before 0.40 cannot build such DAGs from the content itself. By {@link
     * ImportProfile#UNIXFS_V0_2015} the content is sent ({@code add}), and the daemon must come to the same CID.
     *
     * <p>A pin is set when all this is done and only then, recursively, for which the daemon looks whether all blocks are there.
     *
     * @param content read by another thread while this one waits, and not closed; a read that blocks is not broken off
     * @param options their {@link AddOptions#call()}, if it has been set, replaces the options of this view
     * @return the CID, computed here
     * @throws UncheckedIOException if the given stream fails
     * @throws KuboMismatchException if the daemon came to another CID
     * @throws RefusedException if the daemon says no, or does not have what it has just taken
     * @throws UnreachableException if it cannot be asked, or is gone in between; what was sent may be there
     * @throws MalformedException if the answer is not one of a Kubo
     * @throws DeadlineExceededException if the call's time is over
     * @throws CancelledException if it is cancelled, or the thread interrupted
     */
    public Cid add(InputStream content, AddOptions options) {
        Watch watch = watch("add content", options);
        if (!isBuiltByDaemon(options)) {
            return addAsCar(store -> store.add(content, importOnly(options)), options, watch);
        }
        Cid[] computed = new Cid[1];
        KuboCommand command = addCommand(false)
                .formOnce(form -> form.file(NAME, out -> {
                    // What the importer reads goes out as it is read.
                    InputStream teed = new TeeInputStream(content, out);
                    computed[0] = discarding().add(teed, importOnly(options));
                }));
        Cid named = lastHash(command, watch);
        return finishAdd(command, computed[0], named, options, watch);
    }

    /**
     * Adds a file, a folder with everything in it, or a symlink, as {@link ContentStore#add(Path, AddOptions)} does, and in the
     * memory that it takes.
     *
     * <p>As {@link #add(InputStream, AddOptions)}; by {@link ImportProfile#UNIXFS_V0_2015} a folder is read twice, for its CID
     * and to be sent. The daemon hears the names of what is in a folder, but not its own and not where it is.
     *
     * @throws UncheckedIOException if something cannot be read or is refused; the cause names it
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #add(InputStream, AddOptions)}
     */
    public Cid add(Path path, AddOptions options) {
        Watch watch = watch("add content", options);
        if (!isBuiltByDaemon(options)) {
            return addAsCar(store -> store.add(path, importOnly(options)), options, watch);
        }
        Cid computed = discarding().add(path, importOnly(options));
        watch.check();
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        KuboCommand command = addCommand(folder).formOnce(form -> form.tree(NAME, path));
        return finishAdd(command, computed, lastHash(command, watch), options, watch);
    }

    /**
     * Opens content for reading, as {@link ContentStore#get(Cid)} does: block by block, each checked before a byte of it is
     * released.
     *
     * @throws BlockNotFoundException if the daemon does not have a block
     * @throws BlockMismatchException if it gives other bytes than the ones asked for
     * @throws MalformedException if the content is not a file, or breaks a rule or limit
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public InputStream cat(Cid cid) {
        return cat(IpfsPath.of(cid));
    }

    /**
     * Opens what a path leads to for reading; see {@link #cat(Cid)}. The path is followed here, over verified blocks.
     *
     * @throws network.cortensor.sdk.ipfs.PathNotFoundException if there is no such name, as verified blocks prove
     */
    public InputStream cat(IpfsPath path) {
        return reading(path).get(path, call);
    }

    /**
     * Opens a part of what a path leads to for reading; see {@link ContentStore#range(IpfsPath, long, long)}. Only the blocks
     * that this part is in are fetched, and those above them.
     *
     * @param offset the first byte, counted from zero
     * @param length how many bytes; fewer come where the content ends
     */
    public InputStream cat(IpfsPath path, long offset, long length) {
        return reading(path).range(path, offset, length, call);
    }

    /** The blocks of one call, which has one time limit for all of them. */
    private ContentStore reading(IpfsPath path) {
        Watch watch = Watch.start(
                "read " + path.root() + " from Kubo " + rpc.options().api(), call);
        return ContentStore.on(BlockStore.readThrough(BlockStore.discarding(), cid -> get(cid, watch)));
    }

    private static ContentStore discarding() {
        return ContentStore.on(BlockStore.discarding());
    }

    /** Kubo's experimental attributes differ from release to release. */
    private static boolean isBuiltByDaemon(AddOptions options) {
        return options.profile() == ImportProfile.UNIXFS_V0_2015
                && !options.keepMode()
                && !options.keepModificationTime();
    }

    /** The same options without what is done here rather than by the import. */
    private AddOptions importOnly(AddOptions options) {
        return AddOptions.builder()
                .profile(options.profile())
                .threads(options.threads())
                .keepMode(options.keepMode())
                .keepModificationTime(options.keepModificationTime())
                .call(callOf(options))
                .build();
    }

    private CallOptions callOf(AddOptions options) {
        return options.call() == CallOptions.none() ? call : options.call();
    }

    private Watch watch(String what, AddOptions options) {
        return Watch.start(what + " at Kubo " + rpc.options().api(), callOf(options));
    }

    /** All that decides about the CID, as a daemon may be configured to other defaults. */
    private KuboCommand addCommand(boolean folder) {
        return rpc.command("add", "add content")
                .with("cid-version", 0)
                .with("raw-leaves", false)
                .with("chunker", "size-" + ImportProfile.UNIXFS_V0_2015.chunkSize())
                .with("hash", "sha2-256")
                .with("trickle", false)
                .with("inline", false)
                .with("wrap-with-directory", false)
                .with("nocopy", false)
                .with("pin", false)
                .with("progress", false)
                // Of a folder, only folders are named, and at the end. A name for each file would come while files are
                // still
                // being sent, and not be read before they all are: with enough of them both sides would wait for ever.
                .with("silent", folder);
    }

    private Cid lastHash(KuboCommand command, Watch watch) {
        Cid[] last = new Cid[1];
        rpc.askLines(command, watch, MAX_ENTRY_LINES, line -> {
            if (line.has("Hash")) {
                last[0] = KuboRpc.cid(line.path("Hash"), command);
            }
        });
        if (last[0] == null) {
            throw KuboRpc.malformed(command, "the CID of what was added");
        }
        return last[0];
    }

    private Cid finishAdd(KuboCommand command, Cid computed, Cid named, AddOptions options, Watch watch) {
        if (!computed.equals(named)) {
            throw new KuboMismatchException(command.what(), computed, named);
        }
        return finishAdd(computed, options, watch);
    }

    private Cid finishAdd(Cid root, AddOptions options, Watch watch) {
        if (options.pin()) {
            pinWhatIsThere(root, watch);
        } else if (size(root, watch).isEmpty()) {
            throw new RefusedException("could not " + watch.what() + ": it took " + root
                    + " and says that it is not there; its disk may be full, its log says more");
        }
        return root;
    }

    /** Has a DAG built into a store. */
    @FunctionalInterface
    private interface Import {
        Cid into(ContentStore store);
    }

    private Cid addAsCar(Import content, AddOptions options, Watch watch) {
        Cid[] root = new Cid[1];
        // The root is not known before everything has been sent, so the CAR has none.
        importCar(car -> root[0] = content.into(ContentStore.on(new CarBlockStore(car))), List.of(), watch);
        return finishAdd(root[0], options, watch);
    }

    // ---- blocks

    /**
     * Returns the block, or empty if the daemon does not have it, or, with {@link KuboClientOptions#network()}, says that nobody
     * has.
     *
     * @throws BlockMismatchException if what the daemon gave does not hash to the CID
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    @Override
    public Optional<Block> get(Cid cid) {
        return get(
                cid,
                Watch.start("read block " + cid + " from Kubo " + rpc.options().api(), call));
    }

    private Optional<Block> get(Cid cid, Watch watch) {
        if (cid.hash() == HashFunction.IDENTITY) {
            return Optional.of(BlockAccess.adoptVerified(cid, cid.digest()));
        }
        KuboCommand command = rpc.command("block/get", "read block " + cid)
                .argument(cid)
                .with("offline", !rpc.options().network())
                .repeatable()
                .mayMiss(Absence.BLOCK);
        try {
            return Optional.of(rpc.send(command, watch, answer -> {
                byte[] bytes = answer.bytes(Block.MAX_SIZE);
                rpc.requireNoError(command, answer);
                return BlockAccess.adoptVerified(cid, bytes);
            }));
        } catch (KuboRpc.NotThereException e) {
            return Optional.empty();
        }
    }

    /**
     * Stores a block, without a pin.
     *
     * @throws KuboMismatchException if the daemon came to another CID
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    @Override
    public void put(Block block) {
        Cid cid = block.cid();
        if (cid.hash() == HashFunction.IDENTITY) {
            return;
        }
        KuboCommand command = rpc.command("block/put", "store block " + cid)
                .with("cid-codec", KuboNames.of(cid.codec()))
                .with("mhtype", KuboNames.of(cid.hash()))
                .with("pin", false)
                // What is allowed here is what all peers exchange; Kubo draws the line at half of it.
                .with("allow-big-block", true)
                .repeatable()
                .form(form -> form.file(NAME, out -> block.stream().transferTo(out)));
        requireSame(cid, KuboRpc.cid(ask(command).path("Key"), command), command);
    }

    /**
     * {@inheritDoc} By the word of the daemon; it never looks in the network for this.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    @Override
    public boolean has(Cid cid) {
        return size(cid).isPresent();
    }

    /**
     * {@inheritDoc} By the word of the daemon; it never looks in the network for this.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    @Override
    public OptionalLong size(Cid cid) {
        return size(cid, Watch.start("look for block " + cid, call));
    }

    private OptionalLong size(Cid cid, Watch watch) {
        if (cid.hash() == HashFunction.IDENTITY) {
            return OptionalLong.of(cid.digest().length);
        }
        KuboCommand command = rpc.command("block/stat", "look for block " + cid)
                .argument(cid)
                .with("offline", true)
                .repeatable()
                .mayMiss(Absence.BLOCK);
        try {
            return OptionalLong.of(KuboRpc.number(rpc.ask(command, watch), "Size", command));
        } catch (KuboRpc.NotThereException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws RefusedException if the daemon says no, as it does for what is below a pin
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    @Override
    public boolean delete(Cid cid) {
        if (cid.hash() == HashFunction.IDENTITY) {
            return false;
        }
        KuboCommand command = rpc.command("block/rm", "delete block " + cid).argument(cid);
        List<String> untrustedErrors = new ArrayList<>();
        rpc.askLines(command, watch(command), 1, line -> {
            requireSame(cid, KuboRpc.cid(line.path("Hash"), command), command);
            if (line.has("Error")) {
                untrustedErrors.add(KuboRpc.text(line, "Error", command));
            }
        });
        if (untrustedErrors.isEmpty()) {
            return true;
        }
        // It may be missing another block, which it needs to know whether this one is pinned.
        if (untrustedErrors.get(0).endsWith("could not find " + cid)) {
            return false;
        }
        throw rpc.refused(command, "says no; is it below a pin?");
    }

    // ---- CAR files

    /**
     * Sends a CAR while it is read, and has its roots pinned. Each block is checked before it is sent on; one that is not what
     * its CID says ends the call, and so does a CAR that is cut off.
     *
     * <p>This fails if a block below a root is neither in the CAR nor there already. What was sent stays.
     *
     * @param car read by another thread while this one waits, and closed
     * @throws BlockMismatchException if a block of the CAR does not hash to its CID
     * @throws MalformedException if this is no CAR, or the daemon counts something else than was sent
     * @throws UncheckedIOException if the given stream fails
     * @throws RefusedException if the daemon says no, or does not pin a root
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public KuboImport importCar(InputStream car) {
        try (CarReader reader = CarReader.open(car, CarLimits.none(), call)) {
            return importCar(
                    sent -> {
                        for (var block = reader.next(); block.isPresent(); block = reader.next()) {
                            sent.put(block.get());
                        }
                    },
                    reader.roots(),
                    Watch.start("import a CAR at Kubo " + rpc.options().api(), call));
        }
    }

    /** Sends a CAR while it is written; the daemon's count must be the one that was taken here. */
    KuboImport importCar(KuboCar.Content content, List<Cid> roots, Watch watch) {
        KuboCar car = new KuboCar(roots);
        KuboCommand command = rpc.command("dag/import", "import a CAR")
                .with("pin-roots", !roots.isEmpty())
                .with("stats", true)
                .with("allow-big-block", true)
                .formOnce(form -> form.file(NAME, out -> car.write(out, content)));
        rpc.askLines(command, watch, roots.size() + 1L, line -> car.answered(line, command));
        return car.result(command);
    }

    /**
     * Fetches everything below a root in one go ({@code dag export}), and puts it into {@code target}, each block when it has
     * been checked: that it is what its CID says, and that it is the next one of the DAG, depth first. So what comes is this
     * DAG, whole, and nothing else, whatever the daemon does; if this fails, what was put stays.
     *
     * <p>DAGs with blocks of DAG-JSON, whose links are not followed here, are refused.
     *
     * @return how many blocks there are
     * @throws BlockNotFoundException if the daemon does not have all of it
     * @throws BlockMismatchException if a block does not hash to its CID
     * @throws MalformedException if another block comes than the DAG's next one, or the DAG breaks a limit
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}, and what {@code target} throws
     */
    public long export(Cid root, BlockStore target) {
        return export(root, target::put);
    }

    /**
     * Fetches everything below a root as {@link #export(Cid, BlockStore)} does, and writes it as a CAR. If this fails, what was
     * written is not complete.
     *
     * @param car not closed
     * @throws UncheckedIOException if the given stream fails
     */
    public long export(Cid root, OutputStream car) {
        KuboCar written = new KuboCar(List.of(root));
        written.write(car, content -> export(root, content::put));
        return written.blocks();
    }

    private long export(Cid root, Consumer<Block> target) {
        KuboCommand command = rpc.command("dag/export", "export " + root)
                .argument(root)
                .with("progress", false)
                .with("offline", !rpc.options().network())
                .mayMiss(Absence.BLOCK);
        Watch watch = watch(command);
        try {
            return rpc.send(command, watch, answer -> {
                KuboExport export = new KuboExport(
                        CarReader.open(answer.stream(Long.MAX_VALUE), CarLimits.none(), CallOptions.none()),
                        () -> rpc.requireNoError(command, answer));
                return export.run(root, target, watch);
            });
        } catch (KuboRpc.NotThereException e) {
            throw new BlockNotFoundException(root);
        }
    }

    /**
     * Has the daemon walk over a DAG and count; it never looks in the network for this. By its word.
     *
     * @throws BlockNotFoundException if it does not have all of it; the exception names the root
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public KuboDagStat dagStat(Cid root) {
        return dagStat(root, Watch.start("count the blocks of " + root, call));
    }

    KuboDagStat dagStat(Cid root, Watch watch) {
        KuboCommand command = rpc.command("dag/stat", "count the blocks of " + root)
                .argument(root)
                // Else a daemon that reads a large DAG would be as silent as one that hangs.
                .with("progress", true)
                .with("offline", true)
                .repeatable()
                .mayMiss(Absence.BLOCK);
        List<KuboDagStat> last = new ArrayList<>();
        try {
            rpc.askLines(command, watch, MAX_PROGRESS_LINES, line -> {
                JsonNode stat = line.path("DagStats").path(0);
                last.clear();
                last.add(new KuboDagStat(
                        KuboRpc.number(stat, "Size", command), KuboRpc.number(stat, "NumBlocks", command)));
            });
        } catch (KuboRpc.NotThereException e) {
            throw new BlockNotFoundException(root);
        }
        return last.stream().findFirst().orElseThrow(() -> KuboRpc.malformed(command, "a count"));
    }

    // ---- pins

    /**
     * Pins a DAG, so that no garbage collection takes any of it. The daemon looks for all its blocks, in the network too if
     * {@link KuboClientOptions#network()} allows it.
     *
     * @throws BlockNotFoundException if one of them, not necessarily the one that the exception names, is missing
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public void pin(Cid root) {
        pin(root, KuboPinKind.RECURSIVE, "");
    }

    /**
     * Pins; see {@link #pin(Cid)}.
     *
     * @param kind not {@link KuboPinKind#INDIRECT}, which is not for the caller to choose
     * @param name what to call the pin, at most 255 characters; empty for nothing
     * @throws IllegalArgumentException if the kind or the name is not allowed
     */
    public void pin(Cid root, KuboPinKind kind, String name) {
        pin(root, kind, name, !rpc.options().network(), Watch.start("pin " + root, call));
    }

    /** Pins what the daemon has, and looks for nothing in the network. */
    void pinWhatIsThere(Cid root, Watch watch) {
        pin(root, KuboPinKind.RECURSIVE, "", true, watch);
    }

    private void pin(Cid root, KuboPinKind kind, String name, boolean offline, Watch watch) {
        if (kind == KuboPinKind.INDIRECT || name.length() > 255) {
            throw new IllegalArgumentException("a pin is recursive or direct, and its name has at most 255 characters");
        }
        KuboCommand command = rpc.command("pin/add", "pin " + root)
                .argument(root)
                .with("recursive", kind == KuboPinKind.RECURSIVE)
                // Else a daemon that reads a large DAG would be as silent as one that hangs.
                .with("progress", true)
                .with("offline", offline)
                .repeatable()
                .mayMiss(Absence.BLOCK);
        if (!name.isEmpty()) {
            command.with("name", name);
        }
        List<Cid> pinned;
        try {
            pinned = rpc.askLines(command, watch, MAX_PROGRESS_LINES, ArrayList::new, (found, line) -> {
                line.path("Pins").forEach(pin -> found.add(KuboRpc.cid(pin, command)));
                if (found.size() > 1) {
                    throw KuboRpc.malformed(command, "one CID");
                }
            });
        } catch (KuboRpc.NotThereException e) {
            throw new BlockNotFoundException(root);
        }
        if (pinned.isEmpty()) {
            throw KuboRpc.malformed(command, "the CID that was pinned");
        }
        requireSame(root, pinned.get(0), command);
    }

    private static void requireSame(Cid sent, Cid named, KuboCommand command) {
        if (!named.toV1().equals(sent.toV1())) {
            throw new KuboMismatchException(command.what(), sent, named);
        }
    }

    /**
     * Takes a recursive pin back; returns whether there was one.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public boolean unpin(Cid root) {
        KuboCommand command = rpc.command("pin/rm", "unpin " + root)
                .argument(root)
                .with("recursive", true)
                .mayMiss(Absence.PIN);
        try {
            requireSame(root, KuboRpc.cid(ask(command).path("Pins").path(0), command), command);
            return true;
        } catch (KuboRpc.NotThereException e) {
            return false;
        }
    }

    /**
     * Asks how a block is pinned; empty if it is not.
     *
     * @throws network.cortensor.sdk.ipfs.IpfsException as {@link #version()}
     */
    public Optional<KuboPin> pinned(Cid cid) {
        KuboCommand command = rpc.command("pin/ls", "look for the pin of " + cid)
                .argument(cid)
                .with("type", "all")
                .with("names", true)
                .with("stream", true)
                .repeatable()
                .mayMiss(Absence.PIN);
        List<KuboPin> pins = new ArrayList<>();
        try {
            rpc.askLines(command, watch(command), 1, line -> pins.add(pin(line, command)));
        } catch (KuboRpc.NotThereException e) {
            return Optional.empty();
        }
        return pins.stream().findFirst();
    }

    /**
     * Lists the pins of a kind, in no order. The stream reads lazily, must be closed, and throws what {@link #version()} does.
     *
     * @param kind {@link KuboPinKind#INDIRECT} has the daemon walk over everything that is pinned
     */
    public Stream<KuboPin> pins(KuboPinKind kind) {
        KuboCommand command = rpc.command("pin/ls", "list the pins")
                .with("type", kind.parameter())
                .with("names", true)
                .with("stream", true);
        return rpc.stream(command, watch(command)).map(line -> pin(line, command));
    }

    private static KuboPin pin(JsonNode line, KuboCommand command) {
        KuboPinKind kind = KuboPinKind.parse(KuboRpc.text(line, "Type", command))
                .orElseThrow(() -> KuboRpc.malformed(command, "a kind of pin that is known here"));
        return new KuboPin(
                KuboRpc.cid(line.path("Cid"), command), kind, line.path("Name").asText());
    }

    // ---- the way down

    private JsonNode ask(KuboCommand command) {
        return rpc.ask(command, watch(command));
    }

    private Watch watch(KuboCommand command) {
        return Watch.start(command.what(), call);
    }

    /** Names the daemon. */
    @Override
    public String toString() {
        return "KuboClient[" + rpc.options().api() + "]";
    }

    /** Ends all calls under way, also those of other views of this client, and closes the connections. */
    @Override
    public void close() {
        rpc.close();
    }
}
