package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import network.cortensor.sdk.ipfs.internal.unixfs.DagPbLinks;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which blocks there are and which they link to, without their bytes. The versions of a CID name one block. */
final class DagIndex {
    static final int MAX_CIDS = 4_000_000;
    static final int MAX_LINKS = 32_000_000;

    private static final int[] NO_LINKS = {};

    private final int maxCids;
    private final long maxLinks;
    private final List<Integer> roots = new ArrayList<>();
    private final Map<Cid, Integer> numbers = new HashMap<>();

    /** By number: the CID as it was first given. */
    private final List<Cid> cids = new ArrayList<>();

    /** By number: what the block links to; null while the block has not come. */
    private final List<int @Nullable []> links = new ArrayList<>();

    private final List<Cid> mismatched = new ArrayList<>();
    private long mismatchedCount;
    private long sections;
    private long distinct;
    private long linkCount;

    /** What came out of it; the lists are shortened to {@link CarReport#MAX_NAMED}. */
    record Outcome(
            long sections,
            long distinct,
            long unrelated,
            long notFollowed,
            List<Cid> missing,
            long missingCount,
            List<Cid> mismatched,
            long mismatchedCount) {}

    DagIndex(List<Cid> roots) {
        this(roots, MAX_CIDS, MAX_LINKS);
    }

    /** For tests, which have no room for files of the real limits. */
    DagIndex(List<Cid> roots, int maxCids, long maxLinks) {
        this.maxCids = maxCids;
        this.maxLinks = maxLinks;
        roots.forEach(root -> this.roots.add(number(root)));
    }

    /** Takes note of a section; returns whether its bytes hash to its CID. */
    boolean add(CarSection section) {
        sections++;
        Block block;
        try {
            block = section.verified();
        } catch (BlockMismatchException e) {
            mismatchedCount++;
            if (mismatched.size() < CarReport.MAX_NAMED) {
                mismatched.add(section.cid());
            }
            return false;
        }
        int number = number(block.cid());
        if (links.get(number) == null) {
            links.set(number, linksOf(block.cid(), block.buffer()));
            distinct++;
        }
        return true;
    }

    private int number(Cid given) {
        Cid cid = given.toV1();
        Integer known = numbers.get(cid);
        if (known != null) {
            return known;
        }
        if (cids.size() == maxCids) {
            throw new MalformedException("CAR: names more than " + maxCids + " different blocks; inspect it in parts");
        }
        int number = cids.size();
        numbers.put(cid, number);
        cids.add(given);
        links.add(null);
        if (cid.hash() == HashFunction.IDENTITY) {
            // It is here, within its name. What it links to fits in 128 bytes, so this goes but a few levels down.
            links.set(number, linksOf(cid, ByteBuffer.wrap(cid.digest())));
        }
        return number;
    }

    private int[] linksOf(Cid cid, ByteBuffer bytes) {
        List<Integer> targets = new ArrayList<>();
        String what = "block " + cid;
        switch (cid.codec()) {
            case DAG_PB -> DagPbLinks.read(what, bytes, target -> targets.add(link(target)));
            case DAG_CBOR -> DagCbor.links(what, bytes, target -> targets.add(link(target)));
            case RAW, DAG_JSON -> {}
        }
        return targets.isEmpty()
                ? NO_LINKS
                : targets.stream().mapToInt(Integer::intValue).toArray();
    }

    private int link(Cid target) {
        if (++linkCount > maxLinks) {
            throw new MalformedException("CAR: has more than " + maxLinks + " links; inspect it in parts");
        }
        return number(target);
    }

    /** Walks from the roots, depth-first and each block once. */
    Outcome outcome() {
        List<Cid> missing = new ArrayList<>();
        long missingCount = 0;
        long notFollowed = 0;
        BitSet reached = new BitSet(cids.size());
        Deque<int[]> paths = new ArrayDeque<>();
        // Each frame: the links of a block, and in front of them the index of the next one to take.
        paths.push(frame(roots.stream().mapToInt(Integer::intValue).toArray()));
        while (!paths.isEmpty()) {
            int[] frame = paths.element();
            if (frame[0] == frame.length) {
                paths.pop();
                continue;
            }
            int number = frame[frame[0]++];
            if (reached.get(number)) {
                continue;
            }
            reached.set(number);
            int[] below = links.get(number);
            if (below == null) {
                missingCount++;
                if (missing.size() < CarReport.MAX_NAMED) {
                    missing.add(cids.get(number));
                }
            } else {
                notFollowed += cids.get(number).codec() == Codec.DAG_JSON ? 1 : 0;
                paths.push(frame(below));
            }
        }
        return new Outcome(
                sections,
                distinct,
                unrelated(reached),
                notFollowed,
                List.copyOf(missing),
                missingCount,
                List.copyOf(mismatched),
                mismatchedCount);
    }

    private static int[] frame(int[] links) {
        int[] frame = new int[links.length + 1];
        frame[0] = 1;
        System.arraycopy(links, 0, frame, 1, links.length);
        return frame;
    }

    private long unrelated(BitSet reached) {
        long unrelated = 0;
        for (int number = 0; number < cids.size(); number++) {
            boolean inFile = links.get(number) != null && cids.get(number).hash() != HashFunction.IDENTITY;
            unrelated += inFile && !reached.get(number) ? 1 : 0;
        }
        return unrelated;
    }
}
