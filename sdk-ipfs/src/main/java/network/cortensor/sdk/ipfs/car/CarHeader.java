package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.cbor.CborValue;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The header of a CARv1 without the length in front: the version and the roots (CARv1 specification, "Header"). */
record CarHeader(List<Cid> roots) {
    /** Some 750 roots; writers put one. */
    static final int MAX_SIZE = 32 * 1024;

    private static final String VERSION = "version";
    private static final String ROOTS = "roots";
    private static final CborValue VERSION_1 = CborValue.Int.of(1);

    CarHeader {
        roots = List.copyOf(roots);
    }

    /** Reads a header strictly: these two fields and no others. No roots at all are accepted, as most readers do. */
    static CarHeader decode(byte[] encoded) {
        CborValue header = DagCbor.decode("CAR header", ByteBuffer.wrap(encoded));
        if (!(header instanceof CborValue.Dictionary fields)) {
            throw new MalformedException("CAR header: expected a map of version and roots");
        }
        Map<String, CborValue> entries = fields.entries();
        CborValue version = entries.get(VERSION);
        if (!VERSION_1.equals(version)) {
            throw new MalformedException("CAR header: expected version 1, or the fixed first bytes of version 2");
        }
        if (!entries.keySet().equals(Set.of(VERSION, ROOTS))
                || !(entries.get(ROOTS) instanceof CborValue.Array roots)) {
            throw new MalformedException("CAR header: expected the fields version and roots, a list, and nothing else");
        }
        List<Cid> cids = new ArrayList<>();
        for (CborValue root : roots.items()) {
            if (!(root instanceof CborValue.Link link)) {
                throw new MalformedException("CAR header: root " + cids.size() + " is not a link");
            }
            cids.add(link.cid());
        }
        return new CarHeader(cids);
    }

    byte[] encoded() {
        List<CborValue> links = new ArrayList<>();
        roots.forEach(root -> links.add(CborValue.Link.of(root)));
        return DagCbor.encode(new CborValue.Dictionary(Map.of(VERSION, VERSION_1, ROOTS, new CborValue.Array(links))));
    }
}
