package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.FeedEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of the chain and could still have to be taken back: blocks in ascending order, each with its events.
 * Near the head there is every block; further back, and after a restart, there are gaps, in which no events are.
 *
 * <p>Bounded: the oldest blocks are forgotten. The oldest that is left is the anchor, which cannot be taken back any more;
 * without an anchor, nothing was forgotten yet. Not safe for use by several threads.
 */
final class Branch {
    /** Index of a block's last log, when all of them were read. */
    static final int WHOLE = Integer.MAX_VALUE;

    /** A block and those of its events that were read: the ones up to a place in it. */
    static final class Entry {
        private final long number;
        private final Hash hash;
        private final List<FeedEvent> events = new ArrayList<>();
        private int upTo;

        Entry(long number, Hash hash, int upTo) {
            this.number = number;
            this.hash = hash;
            this.upTo = upTo;
        }

        long number() {
            return number;
        }

        Hash hash() {
            return hash;
        }

        /** Place of the last log that was read, or {@link #WHOLE}. */
        int upTo() {
            return upTo;
        }

        boolean whole() {
            return upTo == WHOLE;
        }

        List<FeedEvent> events() {
            return events;
        }

        @Override
        public String toString() {
            return number + " " + hash;
        }
    }

    private final long origin;
    private final int maxEvents;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Long, Entry> byNumber = new HashMap<>();
    private boolean anchored;
    private int events;

    /**
     * A branch of which nothing was read.
     *
     * @param origin the first block to read
     * @param maxEvents how many events to remember at most
     */
    Branch(long origin, int maxEvents) {
        this.origin = origin;
        this.maxEvents = maxEvents;
    }

    /** The first block to read: nothing before it matters. */
    long origin() {
        return origin;
    }

    Optional<Entry> top() {
        return Optional.ofNullable(entries.peekLast());
    }

    Iterator<Entry> newestFirst() {
        return entries.descendingIterator();
    }

    /** Events of blocks up to this number cannot be taken back; -1 if all can be. */
    long settled() {
        Entry oldest = entries.peekFirst();
        return anchored && oldest != null ? oldest.number : -1;
    }

    /** Whether the oldest block is an anchor. */
    boolean anchored() {
        return anchored;
    }

    Optional<Entry> at(long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** The next block to read: again the newest one, if not all its logs were. */
    long next() {
        Entry top = entries.peekLast();
        return top == null ? origin : top.whole() ? top.number + 1 : top.number;
    }

    /** Sets the block before which nothing is taken back, on a branch of which nothing was read. */
    void anchor(long number, Hash hash, int upTo) {
        add(new Entry(number, hash, upTo));
        anchored = true;
    }

    /** Adds an event that was read earlier, after all others, in a block of which no later one was. */
    void restore(FeedEvent event) {
        long number = event.log().blockNumber();
        Entry entry = entries.peekLast();
        if (entry == null || entry.number != number) {
            entry = new Entry(number, event.log().blockHash(), event.log().index());
            add(entry);
        }
        entry.upTo = event.log().index();
        entry.events.add(event);
        events++;
    }

    /** Adds a block after the newest one, or the rest of the newest one. */
    void append(long number, Hash hash, List<FeedEvent> read) {
        Entry entry = entries.peekLast();
        if (entry == null || entry.number != number) {
            entry = new Entry(number, hash, WHOLE);
            add(entry);
        }
        entry.upTo = WHOLE;
        entry.events.addAll(read);
        events += read.size();
    }

    /** Removes the newest block, which is not the anchor, and gives its events, newest first. */
    List<FeedEvent> pop() {
        if (anchored && entries.size() == 1) {
            throw new IllegalStateException("The anchor cannot be taken back: a defect of this library");
        }
        Entry top = entries.removeLast();
        byNumber.remove(top.number);
        events -= top.events.size();
        List<FeedEvent> reversed = new ArrayList<>(top.events);
        Collections.reverse(reversed);
        return reversed;
    }

    /** Forgets what is before the newest block that is not after {@code oldest}, and events that are too many. */
    void forgetBefore(long oldest) {
        while (entries.size() > 1 && (second().number <= oldest || events > maxEvents)) {
            Entry bottom = entries.removeFirst();
            byNumber.remove(bottom.number);
            events -= bottom.events.size();
            anchored = true;
        }
        Entry anchor = entries.peekFirst();
        if (anchored && anchor != null) {
            events -= anchor.events.size();
            anchor.events.clear();
        }
    }

    /** Events that could still have to be taken back. */
    int events() {
        return events;
    }

    int blocks() {
        return entries.size();
    }

    private Entry second() {
        var each = entries.iterator();
        each.next();
        return each.next();
    }

    private void add(Entry entry) {
        entries.addLast(entry);
        byNumber.put(entry.number, entry);
    }
}
