package network.cortensor.sdk.ipfs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Pins that end with the process. */
final class MemoryPins extends Pins {
    private final Set<Cid> roots = ConcurrentHashMap.newKeySet();
    private final CollectionGate gate = new CollectionGate(CollectionGate.ProcessLock.NONE);

    @Override
    void add(Cid root) {
        roots.add(root.toV1());
    }

    @Override
    boolean remove(Cid root) {
        return roots.remove(root.toV1());
    }

    @Override
    Stream<Cid> list() {
        return roots.stream();
    }

    @Override
    CollectionGate gate() {
        return gate;
    }
}
