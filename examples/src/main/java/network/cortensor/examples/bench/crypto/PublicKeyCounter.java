package network.cortensor.examples.bench.crypto;

import org.bouncycastle.crypto.CryptoServiceProperties;
import org.bouncycastle.crypto.CryptoServicePurpose;
import org.bouncycastle.crypto.CryptoServicesConstraints;
import org.bouncycastle.crypto.CryptoServicesRegistrar;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the public-key operations that Bouncy Castle is asked for while this is open, in the whole process: each asks a
 * registrar for leave before it starts. All public-key operations of the SDK are Bouncy Castle's. Only the recovery of a
 * signer is none of its services but arithmetic of ours, and not counted; it takes longer than a hundred small chunks.
 */
final class PublicKeyCounter implements AutoCloseable {

    private static final Set<CryptoServicePurpose> PURPOSES = EnumSet.of(
            CryptoServicePurpose.AGREEMENT,
            CryptoServicePurpose.KEYGEN,
            CryptoServicePurpose.SIGNING,
            CryptoServicePurpose.VERIFYING);

    private final CryptoServicesConstraints before = CryptoServicesRegistrar.getServicesConstraints();
    private final AtomicInteger operations = new AtomicInteger();

    private PublicKeyCounter() {}

    static PublicKeyCounter open() {
        PublicKeyCounter counter = new PublicKeyCounter();
        CryptoServicesRegistrar.setServicesConstraints(counter::count);
        return counter;
    }

    private void count(CryptoServiceProperties service) {
        if (PURPOSES.contains(service.getPurpose()) || service.getServiceName().startsWith("ML-KEM")) {
            operations.incrementAndGet();
        }
        before.check(service);
    }

    int operations() {
        return operations.get();
    }

    @Override
    public void close() {
        CryptoServicesRegistrar.setServicesConstraints(before);
    }
}
