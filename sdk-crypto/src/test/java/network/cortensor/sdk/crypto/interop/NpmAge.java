package network.cortensor.sdk.crypto.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** npm {@code age-encryption}: TypeScript on the primitives of noble. */
final class NpmAge implements AgePeer {

    private static final String WORK_FACTOR = "10";

    private final LinePeer node;

    NpmAge(Path folder) throws IOException {
        this.node = LinePeer.node(folder);
    }

    @Override
    public String name() {
        return "npm age-encryption " + node.askForText("version", "age-encryption");
    }

    @Override
    public KeyText generate(Kind kind) {
        List<byte[]> key = node.ask("age-keygen", lower(kind));
        return new KeyText(LinePeer.text(key.get(0)), LinePeer.text(key.get(1)));
    }

    @Override
    public String recipient(String identity) {
        return node.askForText("age-recipient", identity);
    }

    @Override
    public byte[] encrypt(Form form, byte[] plaintext, List<String> recipients) {
        List<Object> arguments = new ArrayList<>(List.of(lower(form), plaintext));
        arguments.addAll(recipients);
        return node.askForOne("age-encrypt", arguments.toArray());
    }

    @Override
    public byte[] decrypt(byte[] file, List<String> identities) {
        List<Object> arguments = new ArrayList<>(List.of(file));
        arguments.addAll(identities);
        return node.askForOne("age-decrypt", arguments.toArray());
    }

    @Override
    public byte[] encrypt(Form form, byte[] plaintext, String passphrase) {
        return node.askForOne("age-encrypt-passphrase", lower(form), plaintext, WORK_FACTOR, passphrase);
    }

    @Override
    public byte[] decrypt(byte[] file, String passphrase) {
        return node.askForOne("age-decrypt-passphrase", file, passphrase);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        node.close();
    }
}
