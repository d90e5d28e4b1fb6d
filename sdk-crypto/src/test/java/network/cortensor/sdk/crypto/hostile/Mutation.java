package network.cortensor.sdk.crypto.hostile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** How an object is damaged. */
enum Mutation {
    /** One to three bits, half of the time where a part begins or ends. */
    FLIP {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            byte[] bad = specimen.bytes().clone();
            for (int bits = 1 + random.nextInt(3); bits > 0; bits--) {
                bad[position(specimen, random, bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bad;
        }
    },
    /** Some bytes become others: noise, zeros, or bytes from elsewhere in the object. */
    OVERWRITE {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            byte[] bad = specimen.bytes().clone();
            int at = position(specimen, random, bad.length);
            int length = Math.min(1 + random.nextInt(8), bad.length - at);
            System.arraycopy(filling(specimen, length, random), 0, bad, at, length);
            return bad;
        }
    },
    /** Ends at each boundary, one byte before and one behind it; and anywhere, once all of these have had their turn. */
    CUT {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            int length = specimen.bytes().length;
            int boundary = (int) (number / 3 % (specimen.parts() + 1));
            long turn = number / 3 / (specimen.parts() + 1);
            int at = turn == 0 ? specimen.start(boundary) + (int) (number % 3) - 1 : random.nextInt(length);
            return Arrays.copyOf(specimen.bytes(), Math.max(0, Math.min(length - 1, at)));
        }
    },
    /** Goes on behind its end, or begins before its beginning. */
    EXTEND {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            byte[] more = random.nextInt(3) > 0
                    ? filling(specimen, 1 + random.nextInt(100), random)
                    : specimen.part(random.nextInt(specimen.parts()));
            return random.nextInt(4) > 0 ? concat(specimen.bytes(), more) : concat(more, specimen.bytes());
        }
    },
    /** A part or some bytes are missing. */
    DELETE {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            byte[] good = specimen.bytes();
            if (random.nextBoolean()) {
                int part = random.nextInt(specimen.parts());
                return replaced(good, specimen.start(part), specimen.start(part + 1), NOTHING);
            }
            int at = position(specimen, random, good.length);
            return replaced(good, at, Math.min(good.length, at + 1 + random.nextInt(64)), NOTHING);
        }
    },
    /** Foreign bytes in the middle. */
    INSERT {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            int at = position(specimen, random, specimen.bytes().length);
            return replaced(specimen.bytes(), at, at, filling(specimen, 1 + random.nextInt(64), random));
        }
    },
    /** Two parts change places: chunks, frames, stanzas, words. */
    REORDER {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            int one = random.nextInt(specimen.parts());
            int two =
                    random.nextInt(3) > 0 ? Math.min(one + 1, specimen.parts() - 1) : random.nextInt(specimen.parts());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int part = 0; part < specimen.parts(); part++) {
                out.writeBytes(specimen.part(part == one ? two : part == two ? one : part));
            }
            return out.toByteArray();
        }
    },
    /** A part comes twice, at its place or at another. */
    DUPLICATE {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            int part = random.nextInt(specimen.parts());
            int place = random.nextBoolean() ? part : random.nextInt(specimen.parts() + 1);
            int at = specimen.start(place);
            return replaced(specimen.bytes(), at, at, specimen.part(part));
        }
    },
    /** Begins as this object and ends as another one, or the other way round. */
    SPLICE {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            byte[] good = specimen.bytes();
            byte[] other = other(specimen, random);
            int at = random.nextInt(4) > 0
                    ? specimen.start(random.nextInt(specimen.parts() + 1))
                    : random.nextInt(good.length);
            int from = Math.min(at, other.length);
            return random.nextBoolean()
                    ? concat(Arrays.copyOf(good, at), Arrays.copyOfRange(other, from, other.length))
                    : concat(Arrays.copyOf(other, from), Arrays.copyOfRange(good, at, good.length));
        }
    },
    /** One part is that of another object, from the same place. */
    SWAP {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            byte[] other = other(specimen, random);
            int part = random.nextInt(specimen.parts());
            int from = Math.min(specimen.start(part), other.length);
            int to = Math.min(specimen.start(part + 1), other.length);
            return replaced(
                    specimen.bytes(),
                    specimen.start(part),
                    specimen.start(part + 1),
                    Arrays.copyOfRange(other, from, to));
        }
    },
    /** Says that it is of another version or suite, or asks for less: what that is, the object knows. */
    DOWNGRADE {
        @Override
        byte[] apply(Specimen specimen, long number, SplittableRandom random) {
            return specimen.downgraded(random);
        }
    };

    private static final byte[] NOTHING = {};

    /**
     * Damages.
     *
     * @param number counts the mutations of this kind of this specimen
     * @return may be a good object by chance
     */
    abstract byte[] apply(Specimen specimen, long number, SplittableRandom random);

    /** Damages for certain. */
    final byte[] damaged(Specimen specimen, long number, SplittableRandom random) {
        for (long next = number; next < number + 1000; next++) {
            byte[] bad = apply(specimen, next, random);
            if (!specimen.isGood(bad)) {
                return bad;
            }
        }
        throw new AssertionError(this + " leaves an object of " + specimen.parts() + " parts as it is");
    }

    private static int position(Specimen specimen, SplittableRandom random, int length) {
        if (random.nextBoolean()) {
            return random.nextInt(length);
        }
        int near = specimen.start(random.nextInt(specimen.parts() + 1)) - 2 + random.nextInt(5);
        return Math.max(0, Math.min(length - 1, near));
    }

    private static byte[] filling(Specimen specimen, int length, SplittableRandom random) {
        byte[] filling = new byte[length];
        switch (random.nextInt(4)) {
            case 0 -> Arrays.fill(filling, (byte) (random.nextBoolean() ? 0 : 0xff));
            case 1 -> {
                int from = random.nextInt(specimen.bytes().length);
                int count = Math.min(length, specimen.bytes().length - from);
                System.arraycopy(specimen.bytes(), from, filling, 0, count);
            }
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    filling[i] = (byte) (' ' + random.nextInt(95));
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    filling[i] = (byte) random.nextInt(256);
                }
            }
        }
        return filling;
    }

    private static byte[] other(Specimen specimen, SplittableRandom random) {
        return specimen.others().get(random.nextInt(specimen.others().size()));
    }

    static byte[] replaced(byte[] bytes, int from, int to, byte[] middle) {
        return concat(Arrays.copyOf(bytes, from), middle, Arrays.copyOfRange(bytes, to, bytes.length));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
