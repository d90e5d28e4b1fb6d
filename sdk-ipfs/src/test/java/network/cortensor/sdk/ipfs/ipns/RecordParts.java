package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.MalformedException;

import java.time.Instant;
import java.util.Arrays;

/** Lets the fuzzer at what stands behind a signature, which it cannot make. */
public final class RecordParts {
    private RecordParts() {}

    /** Reads bytes as the signed data of a record; returns whether they are. */
    public static boolean readData(byte[] bytes) {
        try {
            IpnsData data = IpnsData.decode(bytes);
            String path = data.path();
            Instant end = data.validUntil();
            if (!IpnsRecord.builder(path, data.sequence(), end)
                    .sign(TestKeys.ed25519())
                    .path()
                    .equals(path)) {
                throw new AssertionError("the path has two forms");
            }
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** Reads bytes as the protobuf of a record; returns whether they are. */
    public static boolean readEntry(byte[] bytes) {
        try {
            IpnsEntry entry = IpnsEntry.decode(bytes);
            byte[] encoded = entry.encoded();
            if (!Arrays.equals(encoded, IpnsEntry.decode(encoded).encoded())) {
                throw new AssertionError("the entry has two forms");
            }
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** Reads bytes as a public key; returns whether they are. */
    public static boolean readKey(byte[] bytes) {
        try {
            return !PeerKey.decode(bytes).verifies(new byte[1], new byte[64]);
        } catch (MalformedException e) {
            return false;
        }
    }
}
