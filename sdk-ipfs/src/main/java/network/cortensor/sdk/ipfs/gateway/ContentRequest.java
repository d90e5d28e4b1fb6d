package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.gateway.AcceptHeader.MediaRange;
import network.cortensor.sdk.ipfs.internal.dag.DagScope;
import network.cortensor.sdk.ipfs.internal.dag.DagSelection;
import network.cortensor.sdk.ipfs.internal.dag.EntityBytes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked for, and in which form (trustless gateway specification, "HTTP Request"). The parameter {@code format} counts
 * more than the header {@code Accept}; the parameters of a CAR are taken from the query first, then from the header.
 */
final class ContentRequest {
    private static final Set<String> ORDERS = Set.of("", "dfs", "unk");
    private static final String CAR_VERSION = "car-version";
    private static final String CAR_ORDER = "car-order";
    private static final String CAR_DUPS = "car-dups";

    private final RequestTarget target;
    private final IpfsPath path;
    private final AnswerFormat format;
    private final DagSelection selection;

    private ContentRequest(RequestTarget target, IpfsPath path, AnswerFormat format, DagSelection selection) {
        this.target = target;
        this.path = path;
        this.format = format;
        this.selection = selection;
    }

    /**
     * Makes up what is wanted.
     *
     * @throws Refusal if that is not clear, or not to be had here
     */
    static ContentRequest of(RequestTarget target, AcceptHeader accept) throws Refusal {
        Optional<String> wanted = target.parameter("format");
        if (wanted.isEmpty()) {
            return negotiate(target, accept);
        }
        return switch (wanted.get()) {
            case "raw" -> raw(target);
            case "car" -> {
                List<MediaRange> ranges = accept.ranges().stream()
                        .filter(range -> range.type().equals(AnswerFormat.CAR.mediaType()))
                        .toList();
                for (MediaRange range : ranges) {
                    if (canServe(target, range)) {
                        yield car(target, range.parameters());
                    }
                }
                if (!ranges.isEmpty()) {
                    throw notAcceptable();
                }
                yield car(target, Map.of());
            }
            case "ipns-record" -> throw Refusal.of(400, "there are no IPNS records under /ipfs/");
            default -> throw notAcceptable();
        };
    }

    private static ContentRequest negotiate(RequestTarget target, AcceptHeader accept) throws Refusal {
        for (MediaRange range : accept.ranges()) {
            if (range.type().equals(AnswerFormat.RAW.mediaType())) {
                return raw(target);
            }
            if (range.type().equals(AnswerFormat.CAR.mediaType()) && canServe(target, range)) {
                return car(target, range.parameters());
            }
        }
        if (accept.isOpen()) {
            throw Refusal.of(400, "say what you want: format=raw or format=car, or the same in the header Accept");
        }
        throw notAcceptable();
    }

    private static Refusal notAcceptable() {
        return Refusal.of(
                406,
                "only raw blocks (application/vnd.ipld.raw) and CAR streams of version 1, order dfs, dups y or n"
                        + " (application/vnd.ipld.car) are served; nothing is rendered or converted");
    }

    /** Tells whether a CAR as a header wants it can be had, but for what the query decides anyway. */
    private static boolean canServe(RequestTarget target, MediaRange range) {
        Map<String, String> parameters = range.parameters();
        String dups = parameters.getOrDefault("dups", "");
        return (target.parameter(CAR_VERSION).isPresent()
                        || parameters.getOrDefault("version", "1").equals("1"))
                && (target.parameter(CAR_ORDER).isPresent() || ORDERS.contains(parameters.getOrDefault("order", "")))
                && (target.parameter(CAR_DUPS).isPresent() || dups.isEmpty() || isFlag(dups));
    }

    private static boolean isFlag(String value) {
        return value.equals("y") || value.equals("n");
    }

    private static ContentRequest raw(RequestTarget target) throws Refusal {
        IpfsPath path = target.path();
        if (!path.names().isEmpty()) {
            throw Refusal.of(400, "a raw block has no path below it; ask for its own CID, or for a CAR");
        }
        return new ContentRequest(target, path, AnswerFormat.RAW, DagSelection.of(DagScope.BLOCK));
    }

    private static ContentRequest car(RequestTarget target, Map<String, String> header) throws Refusal {
        if (!target.parameter(CAR_VERSION).orElse("1").equals("1")) {
            throw Refusal.of(400, "car-version: only version 1 is served");
        }
        if (!ORDERS.contains(target.parameter(CAR_ORDER).orElse(""))) {
            throw Refusal.of(400, "car-order: expected dfs or unk");
        }
        String dups = target.parameter(CAR_DUPS).orElse(header.getOrDefault("dups", ""));
        if (!dups.isEmpty() && !isFlag(dups)) {
            throw Refusal.of(400, "car-dups: expected y or n");
        }
        DagSelection selection = selection(target);
        return new ContentRequest(
                target, target.path(), AnswerFormat.CAR, dups.equals("y") ? selection.withDuplicates() : selection);
    }

    private static DagSelection selection(RequestTarget target) throws Refusal {
        try {
            Optional<DagScope> scope = target.parameter("dag-scope").map(DagScope::parse);
            // A range implies dag-scope=entity.
            Optional<EntityBytes> bytes = target.parameter("entity-bytes").map(EntityBytes::parse);
            return bytes.map(DagSelection::of).orElseGet(() -> DagSelection.of(scope.orElse(DagScope.ALL)));
        } catch (MalformedException e) {
            throw Refusal.of(400, "expected dag-scope=block, entity or all, and entity-bytes=from:to or from:*");
        }
    }

    RequestTarget target() {
        return target;
    }

    IpfsPath path() {
        return path;
    }

    AnswerFormat format() {
        return format;
    }

    DagSelection selection() {
        return selection;
    }

    private String dups() {
        return selection.duplicates() ? "y" : "n";
    }

    String contentType() {
        return switch (format) {
            case RAW -> format.mediaType();
            case CAR -> format.mediaType() + "; version=1; order=dfs; dups=" + dups();
        };
    }

    String contentDisposition() throws Refusal {
        String fallback = path.root() + "." + format.extension();
        Optional<String> name = target.parameter("filename").filter(given -> !given.isEmpty());
        return ContentDisposition.attachment(name.orElse(fallback));
    }

    /** Returns where caches find the same answer without looking at headers (path gateway, "Content-Location"). */
    String contentLocation() {
        StringBuilder location =
                new StringBuilder(target.text()).append("?format=").append(format.parameter());
        if (format == AnswerFormat.CAR) {
            selection
                    .bytes()
                    .ifPresentOrElse(
                            bytes -> location.append("&entity-bytes=").append(bytes),
                            () -> location.append("&dag-scope=")
                                    .append(selection.scope().parameter()));
            location.append("&car-version=1&car-order=dfs&car-dups=").append(dups());
        }
        return location.toString();
    }

    /**
     * Returns the tag of the answer. That of a block is strong. That of a CAR is weak and starts with the scope: no two versions
     * of this server owe each other the same bytes.
     */
    EntityTag entityTag() {
        if (format == AnswerFormat.RAW) {
            return EntityTag.strong(path.root() + ".raw");
        }
        String range = selection.bytes().map(bytes -> "." + bytes).orElse("");
        return EntityTag.weak(selection.scope().parameter() + range + ".dups-" + dups() + "." + name() + ".car");
    }

    /** Names the path within the size that a header should have. */
    private String name() {
        if (path.names().isEmpty()) {
            return path.root().toString();
        }
        return Block.of(Codec.RAW, path.toString().getBytes(StandardCharsets.UTF_8))
                .cid()
                .toString();
    }
}
