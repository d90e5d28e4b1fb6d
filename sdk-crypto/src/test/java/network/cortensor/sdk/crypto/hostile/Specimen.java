package network.cortensor.sdk.crypto.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One good object: its bytes, where its parts begin, what it can be mixed up with, and how it is read. */
final class Specimen {

    /** Reads an object that may be damaged. */
    @FunctionalInterface
    interface Reader {

        /**
         * Reads to the end; returns normally only if the object was accepted as a whole.
         *
         * @param random for what a caller is free to choose, such as sizes of reads
         */
        void read(byte[] input, Released released, SplittableRandom random) throws IOException;
    }

    /** Makes an object say something weaker or older than it did. */
    @FunctionalInterface
    interface Downgrade {
        byte[] apply(SplittableRandom random);
    }

    private final byte[] bytes;
    private final int[] boundaries;
    private final List<byte[]> truths;
    private final List<byte[]> others;
    private final Downgrade downgrade;
    private final Reader reader;
    private final boolean severalForms;

    private Specimen(
            byte[] bytes,
            int[] boundaries,
            List<byte[]> truths,
            List<byte[]> others,
            Downgrade downgrade,
            Reader reader,
            boolean severalForms) {
        this.bytes = bytes;
        this.boundaries = boundaries;
        this.truths = truths;
        this.others = others;
        this.downgrade = downgrade;
        this.reader = reader;
        this.severalForms = severalForms;
    }

    /**
     * Makes a specimen that has one form only: every change of it has to be refused.
     *
     * @param boundaries where parts begin; beginning and end need not be named
     * @param truth what comes out of the undamaged object
     * @param others good objects of the same kind to splice with; never given to the reader as they are
     */
    static Specimen of(
            byte[] bytes, int[] boundaries, byte[] truth, List<byte[]> others, Downgrade downgrade, Reader reader) {
        return new Specimen(bytes, complete(bytes, boundaries), List.of(truth), others, downgrade, reader, false);
    }

    /** Lets the object be accepted where a change did not change what it says. */
    Specimen withSeveralForms() {
        return new Specimen(bytes, boundaries, truths, others, downgrade, reader, true);
    }

    /**
     * Lets a beginning of what the others hold come out too: where the reader can open them as well, an object that begins
     * as one of them is one of them, damaged.
     */
    Specimen withOtherTruths(byte[]... more) {
        List<byte[]> all = Stream.concat(truths.stream(), Stream.of(more)).toList();
        return new Specimen(bytes, boundaries, all, others, downgrade, reader, severalForms);
    }

    private static int[] complete(byte[] bytes, int[] boundaries) {
        TreeSet<Integer> all = new TreeSet<>(List.of(0, bytes.length));
        Arrays.stream(boundaries).filter(at -> at > 0 && at < bytes.length).forEach(all::add);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns how many parts there are, at least 1. */
    int parts() {
        return boundaries.length - 1;
    }

    /** Returns where a part begins; the part behind the last begins at the end. */
    int start(int part) {
        return boundaries[part];
    }

    byte[] part(int part) {
        return Arrays.copyOfRange(bytes, start(part), start(part + 1));
    }

    List<byte[]> others() {
        return others;
    }

    byte[] downgraded(SplittableRandom random) {
        return downgrade.apply(random);
    }

    /** Returns what comes out of the undamaged object. */
    byte[] truth() {
        return truths.get(0);
    }

    /** Returns everything that a beginning of may come out. */
    List<byte[]> truths() {
        return truths;
    }

    Reader reader() {
        return reader;
    }

    boolean hasSeveralForms() {
        return severalForms;
    }

    /** Says whether these are the bytes of an object that nobody damaged. */
    boolean isGood(byte[] input) {
        return Stream.concat(Stream.of(bytes), others.stream()).anyMatch(good -> Arrays.equals(good, input));
    }

    /** Returns where lines begin, up to an offset. */
    static int[] lines(byte[] text, int end) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < end; at++) {
            if (text[at] == '\n') {
                starts.add(at + 1);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }
}
