package network.cortensor.examples.cli;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeIdentity;
import network.cortensor.sdk.crypto.age.ArmorException;
import network.cortensor.sdk.crypto.age.Passphrase;
import network.cortensor.sdk.crypto.age.X25519Identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** One file of the age test kit: lines of {@code name: value}, an empty line, and the age file. */
final class TestkitFile {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_FIELDS = 64;

    private final Map<String, List<String>> fields;
    private final byte[] body;

    private TestkitFile(Map<String, List<String>> fields, byte[] body) {
        this.fields = fields;
        this.body = body;
    }

    /**
     * Reads a file.
     *
     * @throws CommandFailedException if it is none of the kit
     */
    static TestkitFile read(Path path) {
        byte[] content = InputFile.of("test-kit file", path)
                .bytes(MAX_BYTES, sentence -> new CommandFailedException(ExitCode.MALFORMED_FILE, sentence, null));
        Map<String, List<String>> fields = new HashMap<>();
        int start = 0;
        for (int end = 0; end < content.length && fields.size() < MAX_FIELDS; end++) {
            if (content[end] != '\n') {
                continue;
            }
            if (end == start && fields.containsKey("expect")) {
                byte[] body = new byte[content.length - end - 1];
                System.arraycopy(content, end + 1, body, 0, body.length);
                return new TestkitFile(fields, body);
            }
            String line = new String(content, start, end - start, StandardCharsets.UTF_8);
            int colon = line.indexOf(": ");
            if (colon < 0) {
                break;
            }
            fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 2));
            start = end + 1;
        }
        throw new CommandFailedException(
                ExitCode.MALFORMED_FILE,
                "The file " + path
                        + " is none of the age test kit: it has no lines of 'name: value' with an 'expect' and"
                        + " an empty line behind them.",
                null);
    }

    /**
     * Runs the file and returns what differs from what it says.
     *
     * @throws CommandFailedException if an identity or passphrase in it is none
     */
    Optional<String> difference() {
        MessageDigest released = sha256();
        String outcome;
        List<AgeIdentity> identities = identities();
        try (InputStream file = file()) {
            AgeDecryption decryption = AgeDecryption.with(identities);
            outcome =
                    outcome(fields.containsKey("armored") ? decryption.armored() : decryption.binary(), file, released);
        } catch (IOException e) {
            outcome = "a file that cannot be unpacked";
        } finally {
            identities.forEach(AgeIdentity::close);
        }
        String expected = field("expect").get(0);
        if (!outcome.equals(expected)) {
            return Optional.of("expected " + expected + ", found " + outcome);
        }
        String nothing = HexFormat.of().formatHex(sha256().digest());
        String expectedPayload = field("payload").stream().findFirst().orElse(nothing);
        String payload = HexFormat.of().formatHex(released.digest());
        return payload.equals(expectedPayload)
                ? Optional.empty()
                : Optional.of(
                        expected + " as expected, but released SHA-256 " + payload + " and not " + expectedPayload);
    }

    private static String outcome(AgeDecryption decryption, InputStream file, MessageDigest released)
            throws IOException {
        try (InputStream plaintext = decryption.decrypt(file)) {
            return payload(plaintext, released);
        } catch (ArmorException e) {
            return "armor failure";
        } catch (MalformedException e) {
            return "header failure";
        } catch (NotForMeException e) {
            return "no match";
        } catch (RejectedException e) {
            return "HMAC failure";
        }
    }

    private static String payload(InputStream plaintext, MessageDigest released) throws IOException {
        try (OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), released)) {
            plaintext.transferTo(digesting);
            return "success";
        } catch (ArmorException e) {
            return "armor failure";
        } catch (RejectedException e) {
            return "payload failure";
        }
    }

    private InputStream file() {
        InputStream file = new ByteArrayInputStream(body);
        return fields.containsKey("compressed") ? new InflaterInputStream(file) : file;
    }

    private List<AgeIdentity> identities() {
        List<AgeIdentity> identities = new ArrayList<>();
        try {
            field("identity").forEach(text -> identities.add(AgeIdentity.parse(text.toCharArray())));
            field("passphrase").forEach(text -> identities.add(Passphrase.of(text.toCharArray())));
        } catch (MalformedException | IllegalArgumentException e) {
            identities.forEach(AgeIdentity::close);
            throw new CommandFailedException(
                    ExitCode.MALFORMED_FILE, "What should open it cannot be used: " + e.getMessage() + ".", e);
        }
        if (identities.isEmpty()) {
            // A file that needs none, because it fails before.
            identities.add(X25519Identity.generate());
        }
        return identities;
    }

    private List<String> field(String name) {
        return fields.getOrDefault(name, List.of());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one has not", e);
        }
    }
}
