package network.cortensor.sdk.ipfs.hostile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.Multibase;
import network.cortensor.sdk.ipfs.car.CarDuplicates;
import network.cortensor.sdk.ipfs.car.CarEntry;
import network.cortensor.sdk.ipfs.car.CarReader;
import network.cortensor.sdk.ipfs.car.CarReport;
import network.cortensor.sdk.ipfs.car.CarWriter;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import network.cortensor.sdk.ipfs.ipns.RecordParts;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The readers of CAR files, dag-cbor, IPNS records and the texts of names, for Jazzer: with {@code JAZZER_FUZZ=1} (see {@code
 * .ci/fuzz}) it searches for inputs that break a rule, else it tries the inputs in {@code CarIpnsFuzzTestInputs}, which {@link
 * CarIpnsFuzzSeeds} made.
 *
 * <p>The rules: only the exceptions that are declared are thrown; no block is released that is not what its CID says; and what
 * has one form is written back as the same bytes.
 */
class CarIpnsFuzzTest {
    private static final String DURATION = "10m";

    /** So few bytes cannot hold more values than are read. */
    private static final int FEW = 50_000;

    @FuzzTest(maxDuration = DURATION)
    void cbor(byte[] input) {
        boolean read = false;
        try {
            requireSame(input, DagCbor.encode(DagCbor.decode("input", ByteBuffer.wrap(input))));
            read = true;
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
        try {
            DagCbor.links("input", ByteBuffer.wrap(input), link -> {});
            require(read || input.length > FEW, "the two readers disagree");
        } catch (MalformedException e) {
            // Also where a link cannot be followed.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void car(byte[] input) {
        List<Block> blocks = new ArrayList<>();
        String outcome = read(new ByteArrayInputStream(input), blocks);
        List<Block> slowly = new ArrayList<>();
        require(outcome.equals(read(singleBytes(input), slowly)), "it depends on the size of reads");
        require(blocks.equals(slowly), "it depends on the size of reads");
        for (Block block : blocks) {
            Block.verify(block.cid(), block.bytes());
        }
        if (outcome.equals("complete 1")) {
            requireSame(input, written(input, blocks));
        }
        List<CarEntry> entries = new ArrayList<>();
        try {
            CarReport report = CarReport.inspect(new ByteArrayInputStream(input), entries::add, CallOptions.none());
            require(report.blocks() == entries.size(), "it lists all blocks");
            boolean right = report.verdict() != CarReport.Verdict.MISMATCH;
            require(right == outcome.startsWith("complete"), "the reader and the report disagree");
            require(!right || entries.size() == blocks.size(), "the reader and the report disagree");
        } catch (MalformedException e) {
            // Also where a block is not what its codec says.
        }
        require(
                entries.size() >= blocks.size() || entries.isEmpty() || !outcome.startsWith("complete"),
                "it lists all");
    }

    private static byte[] written(byte[] input, List<Block> blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Cid> roots = CarReader.open(new ByteArrayInputStream(input)).roots();
        try (CarWriter writer = CarWriter.create(out, roots, CarDuplicates.KEEP)) {
            blocks.forEach(writer::write);
        }
        return out.toByteArray();
    }

    private static String read(InputStream in, List<Block> blocks) {
        try (CarReader reader = CarReader.open(in)) {
            for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
                blocks.add(block.get());
            }
            return "complete " + reader.version();
        } catch (MalformedException | BlockMismatchException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static InputStream singleBytes(byte[] input) {
        return new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1));
            }
        };
    }

    /** A record for the name that the seeds have. */
    @FuzzTest(maxDuration = DURATION)
    void ipnsRecord(byte[] input) {
        try {
            IpnsRecord record = IpnsRecord.verify(IpnsName.parse(CarIpnsFuzzSeeds.NAME), input, Instant.EPOCH);
            require(record.path().equals(CarIpnsFuzzSeeds.PATH), "nobody signed another path");
            require(record.sequence() == CarIpnsFuzzSeeds.SEQUENCE, "nobody signed another number");
        } catch (RecordRejectedException e) {
            // The rule for most inputs.
        }
    }

    /** What stands behind the signature of a record, which no search comes past. */
    @FuzzTest(maxDuration = DURATION)
    void ipnsParts(byte[] input) {
        RecordParts.readEntry(input);
        RecordParts.readData(input);
        RecordParts.readKey(input);
    }

    @FuzzTest(maxDuration = DURATION)
    void cidText(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            Cid cid = Cid.parse(text);
            require(cid.equals(Cid.decode(cid.encoded())), "the bytes are those of another CID");
            require(sameText(cid, text), "the text has two forms");
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
        try {
            IpnsName name = IpnsName.parse(text);
            require(name.equals(IpnsName.parse(name.toString())), "the text is that of another name");
            require(name.equals(IpnsName.parse(name.peerId())), "the text is that of another name");
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
        try {
            Cid cid = Cid.decode(input);
            requireSame(input, cid.encoded());
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    private static boolean sameText(Cid cid, String text) {
        if (cid.version() == 0) {
            return cid.toString().equals(text);
        }
        return Arrays.stream(Multibase.values())
                .anyMatch(base -> cid.toString(base).equals(text));
    }

    private static void requireSame(byte[] expected, byte[] found) {
        require(Arrays.equals(expected, found), "it has two forms");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
