package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CidTest {
    private static final String HELLO_TEXT = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final Cid HELLO =
            Block.of(Codec.RAW, "hello world".getBytes(StandardCharsets.UTF_8)).cid();
    private static final String EMPTY_FOLDER_V0 = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";
    private static final String EMPTY_FOLDER_V1 = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

    @Test
    void parse_base32_givesParts() {
        Cid cid = Cid.parse(HELLO_TEXT);
        assertThat(cid).isEqualTo(HELLO).hasSameHashCodeAs(HELLO).hasToString(HELLO_TEXT);
        assertThat(cid.version()).isEqualTo(1);
        assertThat(cid.codec()).isEqualTo(Codec.RAW);
        assertThat(cid.encoded()).hasSize(36).startsWith(0x01, 0x55, 0x12, 0x20).endsWith(cid.digest());
    }

    @Test
    void parse_version0_givesParts() {
        Cid cid = Cid.parse(EMPTY_FOLDER_V0);
        assertThat(cid.version()).isZero();
        assertThat(cid.codec()).isEqualTo(Codec.DAG_PB);
        assertThat(cid).hasToString(EMPTY_FOLDER_V0);
        assertThat(cid.encoded()).hasSize(34).startsWith(0x12, 0x20);
        assertThat(Cid.decode(cid.encoded())).isEqualTo(cid);
    }

    @Test
    void toV1_version0_namesTheSameBlock() {
        Cid old = Cid.parse(EMPTY_FOLDER_V0);
        assertThat(old.toV1()).isNotEqualTo(old).hasToString(EMPTY_FOLDER_V1);
        assertThat(old.toV1().toV1()).isEqualTo(Cid.parse(EMPTY_FOLDER_V1));
    }

    @ParameterizedTest
    @EnumSource(Multibase.class)
    void parse_everyBase_givesTheSameCid(Multibase base) {
        assertThat(Cid.parse(base.encode(HELLO.encoded()))).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @EnumSource(Multibase.class)
    void parse_lettersOfTheOtherCase_areRefused(Multibase base) {
        String digits = base.encodeDigits(HELLO.encoded());
        String lower = digits.toLowerCase(Locale.ROOT);
        assertRefused(base.prefix() + (lower.equals(digits) ? digits.toUpperCase(Locale.ROOT) : lower));
    }

    @ParameterizedTest
    @EnumSource(Multibase.class)
    void parse_zeroDigitPutInFront_isRefused(Multibase base) {
        String zero = base.encodeDigits(new byte[1]).substring(0, 1);
        assertRefused(base.prefix() + zero + base.encodeDigits(HELLO.encoded()));
    }

    @ParameterizedTest
    @EnumSource(Multibase.class)
    void parse_version0BehindPrefix_isRefused(Multibase base) {
        assertRefused(base.encode(Cid.parse(EMPTY_FOLDER_V0).encoded()));
    }

    @Test
    void parse_spareBitsNotZero_isRefused() {
        assertThat(HELLO_TEXT).endsWith("e");
        assertThatThrownBy(() -> Cid.parse(HELLO_TEXT.substring(0, HELLO_TEXT.length() - 1) + "f"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("spare bits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b",
                "f",
                "k",
                "z",
                "Q",
                "Qm",
                "m",
                " ",
                "ba",
                "baa",
                "f0",
                "z1",
                "k0",
                "\u212a",
                "\ud83d\ude00",
                HELLO_TEXT + "a",
                HELLO_TEXT + "=",
                HELLO_TEXT + "\n",
                " " + HELLO_TEXT,
                "/ipfs/" + HELLO_TEXT,
                EMPTY_FOLDER_V0 + "1",
                "z" + EMPTY_FOLDER_V0,
                "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N0",
                "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5\u0435"
            })
    void parse_noCid_isRefused(String text) {
        assertRefused(text);
    }

    @Test
    void parse_hugeText_isRefusedBeforeAnyArithmetic() {
        assertThatThrownBy(() -> Cid.parse("z" + "2".repeat(10_000_000)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most " + Multibase.MAX_TEXT)
                .message()
                .hasSizeLessThan(200);
    }

    @Test
    void decode_everyCutAndExtension_isRefused() {
        byte[] encoded = HELLO.encoded();
        for (int size = 0; size < encoded.length + 40; size++) {
            if (size != encoded.length) {
                byte[] changed = Arrays.copyOf(encoded, size);
                assertThatThrownBy(() -> Cid.decode(changed)).isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void decode_versionChanged_isRefused() {
        assertThatThrownBy(() -> decodeWith(v1().varint(2), 0x55, 0x12, 32)).hasMessageContaining("version 1, found 2");
        assertThatThrownBy(() -> decodeWith(v1().varint(0), 0x55, 0x12, 32)).hasMessageContaining("version 1, found 0");
    }

    @Test
    void decode_otherCodec_isRefused() {
        assertThatThrownBy(() -> decodeWith(v1().varint(1), 0x72, 0x12, 32))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("found 0x72");
    }

    @ParameterizedTest
    @ValueSource(longs = {0x11, 0x14, 0x1b, 0xb219, 0xb221, 0xb240, 0xd5})
    void decode_hashThatIsNotAllowed_isRefused(long hash) {
        assertThatThrownBy(() -> decodeWith(v1().varint(1), 0x55, hash, 32))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("found 0x" + Long.toHexString(hash));
    }

    /** CIDs of "hello world", from the encodings of the multiformats specifications. */
    @Test
    void of_allowedHashes_areReadAndPrinted() {
        byte[] hello = "hello world".getBytes(StandardCharsets.UTF_8);
        for (HashFunction hash : HashFunction.values()) {
            for (Codec codec : Codec.values()) {
                Cid cid = Block.of(codec, hash, hello).cid();
                assertThat(cid.hash()).isEqualTo(hash);
                assertThat(cid.codec()).isEqualTo(codec);
                assertThat(Cid.decode(cid.encoded())).isEqualTo(cid);
                for (Multibase base : Multibase.values()) {
                    assertThat(Cid.parse(cid.toString(base))).isEqualTo(cid);
                }
            }
        }
        assertThat(Block.of(Codec.RAW, HashFunction.IDENTITY, hello).cid()).hasToString("bafkqac3imvwgy3zao5xxe3de");
        assertThat(Block.of(Codec.RAW, HashFunction.SHA2_512, hello).cid().toString(Multibase.BASE16))
                .isEqualTo("f01551340309ecc489c12d6eb4cc40f50c902f2b4d0ed77ee511a7c7a9bcd3ca86d4cd86f989dd35bc5ff499"
                        + "670da34255b45b0cfd830e81f605dcf7dc5542e93ae9cd76f");
        assertThat(Block.of(Codec.RAW, HashFunction.BLAKE2B_256, hello).cid().toString(Multibase.BASE16))
                .isEqualTo("f0155a0e40220256c83b297114d201b30179f3f0ef0cace9783622da5974326b436178aeef610");
    }

    @Test
    void decode_identityBomb_isRefused() {
        byte[] most = new byte[HashFunction.MAX_IDENTITY_SIZE];
        Cid cid = Cid.of(Codec.RAW, HashFunction.IDENTITY, most);
        assertThat(Cid.parse(cid.toString(Multibase.BASE16))).isEqualTo(cid);
        assertThatThrownBy(() -> Cid.decode(v1().varint(1)
                        .varint(0x55)
                        .varint(0)
                        .varint(most.length + 1)
                        .raw(new byte[most.length + 1])
                        .toBytes()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 128 bytes for IDENTITY, found 129");
    }

    @Test
    void read_cidFollowedByOthers_stopsBehindIt() {
        ByteBuffer both = ByteBuffer.allocate(36 + 34 + 1)
                .put(HELLO.encoded())
                .put(Cid.parse(EMPTY_FOLDER_V0).encoded())
                .put((byte) 7)
                .flip();
        assertThat(Cid.read(both)).isEqualTo(HELLO);
        assertThat(Cid.read(both)).hasToString(EMPTY_FOLDER_V0);
        assertThat(both.remaining()).isEqualTo(1);
        assertThatThrownBy(() -> Cid.read(both)).isInstanceOf(MalformedException.class);
    }

    @Test
    void toV0_thereAndBack_isTheSame() {
        Cid v0 = Cid.parse(EMPTY_FOLDER_V0);
        assertThat(v0.toV1().toV0()).isEqualTo(v0);
        assertThat(v0.toV0()).isSameAs(v0);
        assertThatIllegalStateException().isThrownBy(HELLO::toV0);
        assertThatIllegalStateException().isThrownBy(() -> v0.toString(Multibase.BASE32));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 31, 33, 64, Integer.MAX_VALUE, Long.MAX_VALUE})
    void decode_otherDigestLength_isRefused(long length) {
        assertThatThrownBy(() -> decodeWith(v1().varint(1), 0x55, 0x12, length))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("32 bytes for SHA2_256, found " + length);
    }

    @Test
    void decode_varintNotInShortestForm_isRefused() {
        byte[] longVersion = v1().raw(new byte[] {(byte) 0x81, 0}).toBytes();
        assertThatThrownBy(() -> decodeWith(v1().raw(longVersion), 0x55, 0x12, 32))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("shortest form");
    }

    @Test
    void decode_endlessVarint_isRefused() {
        byte[] ones = new byte[40];
        Arrays.fill(ones, (byte) 0xff);
        assertThatThrownBy(() -> Cid.decode(ones))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("longer than 9 bytes");
    }

    @Test
    void of_wrongDigestLength_isTheCallersFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cid.of(Codec.RAW, new byte[31]));
    }

    @Test
    void digest_changedByCallers_leavesTheCidAlone() {
        byte[] digest = HELLO.digest();
        Cid cid = Cid.of(Codec.RAW, digest);
        digest[0]++;
        cid.digest()[1]++;
        cid.encoded()[5]++;
        assertThat(cid).isEqualTo(HELLO).hasToString(HELLO_TEXT);
    }

    @Test
    void equals_otherCodecOrDigest_differs() {
        byte[] digest = HELLO.digest();
        assertThat(Cid.of(Codec.DAG_PB, digest)).isNotEqualTo(HELLO);
        digest[31] ^= 1;
        assertThat(Cid.of(Codec.RAW, digest)).isNotEqualTo(HELLO);
    }

    @Test
    void parse_randomMutations_areRefusedOrReadBackTheSame() {
        SeededRandom random = SeededRandom.create("CidTest.parse");
        List<Multibase> bases = List.of(Multibase.values());
        for (int i = 0; i < 20_000; i++) {
            Multibase base = bases.get(random.below(bases.size()));
            String text = base.encode(HELLO.encoded());
            String mutated =
                    new String(random.mutated(text.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
            try {
                Cid cid = Cid.parse(mutated);
                assertThat(bases)
                        .as(random.seed())
                        .anyMatch(used -> cid.toString(used).equals(mutated));
            } catch (MalformedException refused) {
                assertThat(refused.getMessage()).as(random.seed()).containsAnyOf("CID", "multibase");
            }
        }
    }

    @Test
    void decode_randomMutations_areRefusedOrReadBackTheSame() {
        SeededRandom random = SeededRandom.create("CidTest.decode");
        byte[][] originals = {HELLO.encoded(), Cid.parse(EMPTY_FOLDER_V0).encoded()};
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = random.mutated(originals[i % 2]);
            try {
                assertThat(Cid.decode(mutated).encoded()).as(random.seed()).isEqualTo(mutated);
            } catch (MalformedException refused) {
                assertThat(refused.getMessage()).as(random.seed()).startsWith("CID");
            }
        }
    }

    private static Protobuf v1() {
        return new Protobuf();
    }

    private static Cid decodeWith(Protobuf version, long codec, long hash, long length) {
        return Cid.decode(version.varint(codec)
                .varint(hash)
                .varint(length)
                .raw(HELLO.digest())
                .toBytes());
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> Cid.parse(text)).isInstanceOf(MalformedException.class);
    }
}
