package network.cortensor.sdk.crypto.interop;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The HPKE of a program that speaks in lines: npm {@code @hpke/core}, and Go's {@code crypto/hpke}. */
final class LineHpke implements HpkePeer {

    private static final int SEED_BYTES = 32;

    private final LinePeer peer;
    private final String name;

    LineHpke(LinePeer peer, String name) {
        this.peer = peer;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isOneShot() {
        return false;
    }

    @Override
    public KeyPair generate() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new KeyPair(seed, peer.askForOne("hpke-public", seed));
    }

    @Override
    public Sealed seal(
            byte[] publicKey, byte[] info, String exportContext, List<byte[]> associated, List<byte[]> plaintexts) {
        List<byte[]> results = ask("hpke-seal", associated, plaintexts, publicKey, info, exportContext);
        return new Sealed(results.get(0), results.get(1), results.subList(2, results.size()));
    }

    @Override
    public Opened open(
            KeyPair own,
            byte[] encapsulation,
            byte[] info,
            String exportContext,
            List<byte[]> associated,
            List<byte[]> ciphertexts) {
        List<byte[]> results = ask("hpke-open", associated, ciphertexts, own.seed, encapsulation, info, exportContext);
        return new Opened(results.get(0), results.subList(1, results.size()));
    }

    private List<byte[]> ask(String operation, List<byte[]> associated, List<byte[]> texts, Object... first) {
        List<Object> arguments = new ArrayList<>(Arrays.asList(first));
        for (int i = 0; i < texts.size(); i++) {
            arguments.add(associated.get(i));
            arguments.add(texts.get(i));
        }
        return peer.ask(operation, arguments.toArray());
    }

    @Override
    public void close() {
        peer.close();
    }
}
