package network.cortensor.sdk.crypto.hostile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.InclusionProof;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.SignedBatch;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.age.AgeIdentities;
import network.cortensor.sdk.crypto.age.ArmorException;
import network.cortensor.sdk.crypto.age.X25519Identity;
import network.cortensor.sdk.crypto.age.X25519Recipient;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ReplayedExchange;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.ArmorDecoder;
import network.cortensor.sdk.crypto.internal.age.ArmorEncoder;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import network.cortensor.sdk.crypto.internal.age.ScryptStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.internal.age.X25519Stanza;
import network.cortensor.sdk.crypto.internal.ethereum.Keystore;
import network.cortensor.sdk.crypto.sharing.SecretShare;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that reads what others wrote, for Jazzer: with {@code JAZZER_FUZZ=1} (see {@code .ci/fuzz}) it searches for
 * inputs that break a rule, else it tries the inputs in {@code ReaderFuzzTestInputs}, which {@link FuzzSeeds} made.
 *
 * <p>The rules: only a {@link CryptoException} is thrown, and what is read is written back as the same bytes, because
 * everything has one form; where it has several, writing and reading once more gives the same.
 */
class ReaderFuzzTest {

    private static final String DURATION = "10m";
    /** Nonce, length and commitment in front of a response. */
    private static final int RESPONSE_OPENING = 65;

    @FuzzTest(maxDuration = DURATION)
    void ageHeader(byte[] input) throws IOException {
        AgeHeader header;
        try {
            header = AgeHeader.readFrom(new ByteArrayInputStream(input));
        } catch (MalformedException e) {
            return;
        }
        byte[] encoded = header.encoded();
        require(Arrays.equals(encoded, Arrays.copyOf(input, encoded.length)), "the header is another one");
        byte[] written = Specimens.withStanzas(header, header.stanzas(), encoded);
        require(Arrays.equals(written, encoded), "the header has two forms");
        for (Stanza stanza : header.stanzas()) {
            parse(stanza, HybridStanza::parse);
            parse(stanza, X25519Stanza::parse);
            parse(stanza, ScryptStanza::parse);
        }
    }

    private static void parse(Stanza stanza, Consumer<Stanza> parser) {
        try {
            parser.accept(stanza);
        } catch (MalformedException e) {
            // Most stanzas are of another type.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void envelope(byte[] input) {
        try {
            requireSame(input, Envelope.decode(input).encoded());
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void armor(byte[] input) throws IOException {
        Optional<byte[]> whole = unarmored(input, 8192);
        Optional<byte[]> slowly = unarmored(input, 1);
        require(whole.isPresent() == slowly.isPresent(), "it depends on the size of reads");
        if (whole.isPresent()) {
            byte[] decoded = whole.get();
            requireSame(decoded, slowly.orElseThrow());
            byte[] armored =
                    ArmorEncoder.encoding(new ByteArrayInputStream(decoded)).readAllBytes();
            requireSame(decoded, unarmored(armored, 8192).orElseThrow());
            String canonical = new String(armored, StandardCharsets.ISO_8859_1).strip();
            String given = new String(input, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
            require(given.strip().equals(canonical), "it has other forms than by line ends and blanks around");
        }
    }

    private static Optional<byte[]> unarmored(byte[] armored, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        try (InputStream in = ArmorDecoder.decoding(new ByteArrayInputStream(armored))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (ArmorException e) {
            return Optional.empty();
        }
        return Optional.of(out.toByteArray());
    }

    /** An opening and frames behind it, whose tags are taken for right. */
    @FuzzTest(maxDuration = DURATION)
    void channelRequest(byte[] input) {
        int size = Math.min(ChannelOpening.size(), input.length);
        try {
            byte[] opening = Arrays.copyOf(input, size);
            requireSame(opening, ReplayedExchange.encoded(ChannelOpening.decode(opening)));
        } catch (MalformedException | RejectedException e) {
            // The frames are looked at all the same.
        }
        requireSameInAnyPieces(0, Arrays.copyOfRange(input, size, input.length));
    }

    /** What a response starts with and frames behind it, whose commitment and tags are taken for right. */
    @FuzzTest(maxDuration = DURATION)
    void channelResponse(byte[] input) {
        requireSameInAnyPieces(RESPONSE_OPENING, input);
    }

    private static void requireSameInAnyPieces(int prologue, byte[] wire) {
        String whole = read(prologue, wire, Integer.MAX_VALUE);
        require(whole.equals(read(prologue, wire, 1)), "it depends on single bytes");
        require(whole.equals(read(prologue, wire, 7)), "it depends on pieces");
    }

    private static String read(int prologue, byte[] wire, int pieces) {
        StringBuilder outcome = new StringBuilder();
        try {
            ReplayedExchange.readUnsealed(prologue, wire, pieces, payload -> {
                require(payload.length > 0 && payload.length <= 16_382, "no payload has this size");
                outcome.append(payload.length)
                        .append(' ')
                        .append(Arrays.hashCode(payload))
                        .append(' ');
            });
            return outcome + "complete";
        } catch (MalformedException | RejectedException e) {
            return outcome + e.getMessage();
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void announcement(byte[] input) {
        try {
            requireSame(input, KeyAnnouncement.decode(input).encoded());
        } catch (MalformedException | RejectedException e) {
            // The rule for most inputs.
        }
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            require(KeyAnnouncement.parse(text).text().equals(text), "the text has two forms");
        } catch (MalformedException | RejectedException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void keystore(byte[] input) {
        Keystore keystore;
        try {
            keystore = Keystore.decode(input);
        } catch (MalformedException e) {
            return;
        }
        byte[] written = keystore.encoded();
        requireSame(written, Keystore.decode(written).encoded());
    }

    @FuzzTest(maxDuration = DURATION)
    void signingRequest(byte[] input) {
        String json = new String(input, StandardCharsets.UTF_8);
        try {
            requireSame(TypedData.parse(json).digest(), TypedData.parse(json).digest());
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void share(byte[] input) {
        try (SecretShare share = SecretShare.decode(input)) {
            requireSame(input, share.encoded());
            share.verify(share.sharing());
        } catch (MalformedException | RejectedException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void receipt(byte[] input) {
        try {
            requireSame(input, SignedBatch.decode(input).encoded());
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
        try {
            requireSame(input, InclusionProof.decode(input).encoded());
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
    }

    /** Keys, identities, commitments and signatures as text. */
    @FuzzTest(maxDuration = DURATION)
    void text(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        requireSameText(text, given -> Recipient.parse(given).toString());
        requireSameText(text, given -> X25519Recipient.parse(given).toString());
        requireSameText(text, given -> ResultCommitment.parse(given).reveal());
        requireSameText(text, given -> WalletSignature.parse(given).toString());
        requireSameText(text, given -> {
            try (Identity identity = Identity.parse(given.toCharArray())) {
                require(identity.toString().startsWith("Identity["), "it says what it is");
                return given;
            }
        });
        requireSameText(text, given -> {
            try (X25519Identity identity = X25519Identity.parse(given.toCharArray())) {
                require(identity.toString().startsWith("X25519Identity["), "it says what it is");
                return given;
            }
        });
        if (!text.startsWith("age-encryption.org/") && !text.startsWith("-----BEGIN")) {
            try (AgeIdentities identities =
                    AgeIdentities.readFrom(new ByteArrayInputStream(input), () -> new char[] {'x'})) {
                require(!identities.all().isEmpty(), "there is one");
            } catch (MalformedException e) {
                // The rule for most inputs.
            }
        }
    }

    /** Reads a text and writes it again. */
    @FunctionalInterface
    private interface Rewriting {
        String apply(String text);
    }

    private static void requireSameText(String text, Rewriting rewriting) {
        try {
            require(rewriting.apply(text).equals(text), "the text has two forms");
        } catch (MalformedException e) {
            // The rule for most inputs.
        }
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
