package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.Multibase;
import network.cortensor.sdk.ipfs.Protobuf;
import network.cortensor.sdk.ipfs.SeededRandom;
import network.cortensor.sdk.ipfs.internal.cbor.CborValue;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import static network.cortensor.sdk.ipfs.ipns.RawRecord.END;
import static network.cortensor.sdk.ipfs.ipns.RawRecord.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class IpnsRecordTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long TTL = 60_000_000_000L;

    private final KeyPair keys = TestKeys.ed25519();
    private final IpnsName name = IpnsName.of(keys.getPublic());

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private void assertRejected(byte[] record, Reason reason, String problem) {
        assertRejected(name, record, reason, problem);
    }

    private static void assertRejected(IpnsName name, byte[] record, Reason reason, String problem) {
        RecordRejectedException e =
                catchThrowableOfType(RecordRejectedException.class, () -> IpnsRecord.verify(name, record, NOW));
        assertThat(e).hasMessageContaining(problem).hasMessageContaining(name.toString());
        assertThat(e.reason()).isEqualTo(reason);
    }

    // ---- what is right

    @Test
    void verify_recordWithV2Only_isRead() {
        byte[] bytes = new RawRecord().sign(keys);
        IpnsRecord record = IpnsRecord.verify(name, bytes, NOW);
        assertThat(record.name()).isEqualTo(name);
        assertThat(record.path()).isEqualTo(PATH);
        assertThat(record.sequence()).isEqualTo(7);
        assertThat(record.validUntil()).isEqualTo(Instant.parse(END));
        assertThat(record.timeToLive()).isEqualTo(Duration.ofMinutes(1));
        assertThat(record.encoded()).isEqualTo(bytes);
        assertThat(record)
                .isEqualTo(IpnsRecord.verify(name, bytes, NOW))
                .hasToString("IpnsRecord[" + name + ", sequence 7, until 2100-01-01T00:00:00Z]");
    }

    @Test
    void verify_v1FieldsThatAgree_areLetPass() {
        byte[] data = new RawRecord().data();
        byte[] record = concat(
                RawRecord.v1(PATH, END, 0, 7, TTL).toBytes(),
                RawRecord.signed(keys, data).toBytes());
        assertThat(IpnsRecord.verify(name, record, NOW).path()).isEqualTo(PATH);
    }

    /** The specification compares only where a value or a V1 signature invites an old reader. */
    @Test
    void verify_v1NumbersAloneThatDisagree_areNotLookedAt() {
        byte[] record = concat(
                new Protobuf().number(3, 1).bytes(4, new byte[3]).number(5, 99).toBytes(), new RawRecord().sign(keys));
        assertThat(IpnsRecord.verify(name, record, NOW).sequence()).isEqualTo(7);
    }

    @Test
    void verify_fieldsThatAreNotKnown_arePassedOver() {
        RawRecord more = new RawRecord().with("_app", CborValue.Int.of(1)).with("x", new CborValue.Text("y"));
        Protobuf record = RawRecord.signed(keys, more.data())
                .number(10, 5)
                .bytes(2000, new byte[3])
                .varint(11 << 3 | 1)
                .raw(new byte[8])
                .varint(12 << 3 | 5)
                .raw(new byte[4]);
        assertThat(IpnsRecord.verify(name, record.toBytes(), NOW).path()).isEqualTo(PATH);
    }

    @Test
    void verify_keyCarriedThoughInlined_isLetPass() {
        byte[] record =
                concat(new Protobuf().bytes(7, PeerKey.encode(keys.getPublic())).toBytes(), new RawRecord().sign(keys));
        assertThat(IpnsRecord.verify(name, record, NOW).sequence()).isEqualTo(7);
    }

    @Test
    void verify_rsaKeyInTheRecord_isRead() {
        KeyPair rsa = TestKeys.rsa(2048);
        byte[] key = PeerKey.encode(rsa.getPublic());
        byte[] record = concat(new Protobuf().bytes(7, key).toBytes(), new RawRecord().sign(rsa));
        IpnsName rsaName = IpnsName.of(rsa.getPublic());
        assertThat(IpnsRecord.verify(rsaName, record, NOW).path()).isEqualTo(PATH);
        assertRejected(rsaName, new RawRecord().sign(rsa), Reason.KEY, "neither the record nor the name");
        assertRejected(
                rsaName,
                concat(new Protobuf().bytes(7, key).toBytes(), new RawRecord().sign(TestKeys.rsa(2048))),
                Reason.SIGNATURE,
                "V2 signature is wrong");
        byte[] ed25519 = PeerKey.encode(keys.getPublic());
        assertRejected(
                rsaName,
                concat(new Protobuf().bytes(7, ed25519).toBytes(), new RawRecord().sign(keys)),
                Reason.NAME_MISMATCH,
                "another name");
    }

    @Test
    void verify_binaryCidAsValue_isThePathToIt() {
        Cid cid = Cid.of(Codec.RAW, new byte[32]);
        byte[] record =
                new RawRecord().with("Value", CborValue.Bytes.of(cid.encoded())).sign(keys);
        assertThat(IpnsRecord.verify(name, record, NOW).path()).isEqualTo("/ipfs/" + cid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2100-01-01T00:00:00Z", "2100-01-01T00:00:00.1Z", "2100-01-01T00:00:00.123456789+02:00"})
    void verify_timeInAnyFormOfTheRfc_isRead(String time) {
        byte[] record = new RawRecord().with("Validity", RawRecord.text(time)).sign(keys);
        assertThat(IpnsRecord.verify(name, record, NOW).validUntil()).isAfter(NOW);
    }

    // ---- size, signature, key

    @Test
    void verify_recordOfTheLargestSize_isReadAndOneByteMoreIsRejected() {
        byte[] small = new RawRecord().sign(keys);
        int padding = IpnsRecord.MAX_SIZE - small.length - 3;
        byte[] largest =
                concat(small, new Protobuf().bytes(15, new byte[padding]).toBytes());
        assertThat(largest).hasSize(IpnsRecord.MAX_SIZE);
        IpnsRecord.verify(name, largest, NOW);
        assertRejected(
                concat(small, new Protobuf().bytes(15, new byte[padding + 1]).toBytes()),
                Reason.TOO_LARGE,
                "at most 10240 bytes, found 10241");
    }

    @Test
    void verify_noV2Signature_isRejectedWhateverV1Says() {
        byte[] data = new RawRecord().data();
        byte[] v1 = RawRecord.v1(PATH, END, 0, 7, TTL).toBytes();
        assertRejected(v1, Reason.SIGNATURE, "no SIGNATURE_V2");
        assertRejected(concat(v1, new Protobuf().bytes(9, data).toBytes()), Reason.SIGNATURE, "no SIGNATURE_V2");
        assertRejected(
                new Protobuf().bytes(8, new byte[0]).bytes(9, data).toBytes(), Reason.SIGNATURE, "no SIGNATURE_V2");
    }

    @Test
    void verify_noData_isRejected() {
        byte[] signature = RawRecord.signature(keys, new byte[0]);
        assertRejected(new Protobuf().bytes(8, signature).toBytes(), Reason.MALFORMED, "no DATA");
        assertRejected(RawRecord.signed(keys, new byte[0]).toBytes(), Reason.MALFORMED, "no DATA");
    }

    @Test
    void verify_signatureByAnotherKey_isRejected() {
        assertRejected(new RawRecord().sign(TestKeys.ed25519()), Reason.SIGNATURE, "V2 signature is wrong");
    }

    @Test
    void verify_signatureWithoutThePrefix_isRejected() {
        byte[] data = new RawRecord().data();
        byte[] signature = TestKeys.sign("Ed25519", keys.getPrivate(), data);
        assertRejected(
                new Protobuf().bytes(8, signature).bytes(9, data).toBytes(), Reason.SIGNATURE, "V2 signature is wrong");
    }

    @Test
    void verify_signatureOfAnotherSize_isRejected() {
        byte[] data = new RawRecord().data();
        byte[] right = RawRecord.signature(keys, data);
        for (int size : new int[] {1, 63, 65, 128}) {
            byte[] wrong = Arrays.copyOf(right, size);
            assertRejected(
                    new Protobuf().bytes(8, wrong).bytes(9, data).toBytes(), Reason.SIGNATURE, "V2 signature is wrong");
        }
    }

    @Test
    void verify_recordOfAnotherName_isRejected() {
        byte[] record = new RawRecord().sign(keys);
        IpnsName other = IpnsName.of(TestKeys.ed25519().getPublic());
        assertRejected(other, record, Reason.SIGNATURE, "V2 signature is wrong");
    }

    /** The attacker signs with a key of their own and sends it along. */
    @Test
    void verify_anotherKeyCarried_isRejected() {
        KeyPair attacker = TestKeys.ed25519();
        byte[] record = concat(
                new Protobuf().bytes(7, PeerKey.encode(attacker.getPublic())).toBytes(),
                new RawRecord().sign(attacker));
        assertRejected(record, Reason.NAME_MISMATCH, "another name");
    }

    @Test
    void verify_carriedKeyOfAnotherType_isRejectedAsKey() {
        byte[] secp256k1 = new Protobuf().number(1, 2).bytes(2, new byte[33]).toBytes();
        byte[] digest = Block.of(Codec.RAW, secp256k1).cid().digest();
        IpnsName hashed = IpnsName.parse(Multibase.BASE36.encode(new Protobuf()
                .varint(1)
                .varint(0x72)
                .varint(0x12)
                .varint(32)
                .raw(digest)
                .toBytes()));
        byte[] record = concat(new Protobuf().bytes(7, secp256k1).toBytes(), new RawRecord().sign(keys));
        assertRejected(hashed, record, Reason.KEY, "not for names on the public network");
    }

    /** A point that is not on the curve, as the key in a name. */
    @Test
    void verify_keyThatIsNoPoint_isRejected() {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        byte[] key = new Protobuf().number(1, 1).bytes(2, noPoint).toBytes();
        IpnsName bad = IpnsName.parse(Multibase.BASE36.encode(new Protobuf()
                .varint(1)
                .varint(0x72)
                .varint(0)
                .varint(key.length)
                .raw(key)
                .toBytes()));
        assertThatThrownBy(() -> IpnsRecord.verify(bad, new RawRecord().sign(keys), NOW))
                .isInstanceOf(RecordRejectedException.class);
    }

    // ---- V1 fields

    @Test
    void verify_v1FieldUnlikeWhatIsSigned_isRejected() {
        byte[] signed = new RawRecord().sign(keys);
        Protobuf[] wrong = {
            RawRecord.v1("/ipfs/bafkqaaa", END, 0, 7, TTL),
            RawRecord.v1("", END, 0, 7, TTL),
            RawRecord.v1(PATH, "2101-01-01T00:00:00.000000000Z", 0, 7, TTL),
            RawRecord.v1(PATH, END, 1, 7, TTL),
            RawRecord.v1(PATH, END, 0, 8, TTL),
            RawRecord.v1(PATH, END, 0, 7, TTL + 1),
            // The value alone, or the signature alone, calls for the comparison too.
            new Protobuf().bytes(1, PATH.getBytes(StandardCharsets.UTF_8)),
            new Protobuf().bytes(2, new byte[64])
        };
        for (Protobuf v1 : wrong) {
            assertRejected(concat(v1.toBytes(), signed), Reason.FIELD_MISMATCH, "V1 fields");
        }
    }

    // ---- the protobuf

    @Test
    void verify_fieldTwice_isRejected() {
        byte[] record = new RawRecord().sign(keys);
        assertRejected(concat(record, record), Reason.MALFORMED, "SIGNATURE_V2 comes twice");
        assertRejected(
                concat(new Protobuf().number(5, 7).number(5, 7).toBytes(), record),
                Reason.MALFORMED,
                "SEQUENCE comes twice");
    }

    @Test
    void verify_brokenProtobuf_isRejected() {
        byte[] record = new RawRecord().sign(keys);
        byte[][] tails = {
            new Protobuf().varint(9 << 3).varint(1).toBytes(),
            new Protobuf().varint(5 << 3 | 2).varint(0).toBytes(),
            new Protobuf().varint(20 << 3 | 3).toBytes(),
            new Protobuf().varint(20 << 3 | 7).toBytes(),
            new Protobuf().varint(20 << 3 | 2).varint(Long.MAX_VALUE).toBytes(),
            new Protobuf().varint(20 << 3 | 1).raw(new byte[7]).toBytes(),
            new Protobuf().number(20, -1).toBytes(),
            {(byte) 0x80}
        };
        for (byte[] tail : tails) {
            assertRejected(concat(record, tail), Reason.MALFORMED, "IPNS record");
        }
    }

    @Test
    void verify_noBytes_isRejected() {
        assertRejected(new byte[0], Reason.SIGNATURE, "no SIGNATURE_V2");
    }

    // ---- the signed data

    @ParameterizedTest
    @ValueSource(strings = {"Value", "Validity", "ValidityType", "Sequence", "TTL"})
    void verify_fieldMissingOrOfAnotherKind_isRejected(String field) {
        assertRejected(new RawRecord().without(field).sign(keys), Reason.MALFORMED, " as " + field);
        assertRejected(
                new RawRecord().with(field, new CborValue.Text("x")).sign(keys), Reason.MALFORMED, " as " + field);
        assertRejected(new RawRecord().with(field, new CborValue.Null()).sign(keys), Reason.MALFORMED, " as " + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ValidityType", "Sequence", "TTL"})
    void verify_numberOutOfRange_isRejected(String field) {
        BigInteger tooLarge = BigInteger.ONE.shiftLeft(63);
        assertRejected(
                new RawRecord().with(field, new CborValue.Int(tooLarge)).sign(keys), Reason.MALFORMED, " as " + field);
        assertRejected(new RawRecord().with(field, CborValue.Int.of(-1)).sign(keys), Reason.MALFORMED, " as " + field);
    }

    @Test
    void verify_dataThatIsNoMapOrNotStrict_isRejected() {
        assertRejected(RawRecord.signed(keys, new byte[] {0x01}).toBytes(), Reason.MALFORMED, "expected a map");
        byte[] data = new RawRecord().data();
        assertRejected(
                RawRecord.signed(keys, Arrays.copyOf(data, data.length + 1)).toBytes(),
                Reason.MALFORMED,
                "follow the end");
        assertRejected(
                RawRecord.signed(keys, Arrays.copyOf(data, 20)).toBytes(), Reason.MALFORMED, "data of an IPNS record");
    }

    @Test
    void verify_validityOfAnotherType_isRejected() {
        assertRejected(
                new RawRecord().with("ValidityType", CborValue.Int.of(1)).sign(keys),
                Reason.MALFORMED,
                "expected type 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2100",
                "2100-01-01",
                "2100-01-01T00:00:00",
                "2100-01-01 00:00:00Z",
                "2100-01-01t00:00:00z",
                "2100-02-30T00:00:00Z",
                "2100-01-01T24:00:01Z",
                "2100-01-01T00:00:00.Z",
                "2100-01-01T00:00:00.1234567890Z",
                "2100-01-01T00:00:00Z ",
                "2100-01-01T00:00:00+25:00",
                "12100-01-01T00:00:00Z",
                "-2100-01-01T00:00:00Z",
                "2100-01-01T00:00:00\u0660Z"
            })
    void verify_timeThatIsNone_isRejected(String time) {
        assertRejected(
                new RawRecord().with("Validity", RawRecord.text(time)).sign(keys),
                Reason.MALFORMED,
                "validity of an IPNS record");
    }

    @Test
    void verify_endReached_isRejected() {
        byte[] record = new RawRecord().sign(keys);
        Instant end = Instant.parse(END);
        assertThat(IpnsRecord.verify(name, record, end.minusNanos(1)).path()).isEqualTo(PATH);
        for (Instant late : new Instant[] {end, end.plusNanos(1), end.plusSeconds(1_000_000)}) {
            RecordRejectedException e =
                    catchThrowableOfType(RecordRejectedException.class, () -> IpnsRecord.verify(name, record, late));
            assertThat(e.reason()).isEqualTo(Reason.EXPIRED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/ipfs/",
                "/ipns/",
                "/ipld/bafkqaaa",
                "/IPFS/bafkqaaa",
                "ipfs/bafkqaaa",
                "https://example.org",
                "/ipfs/a\nb",
                "/ipfs/a\u0000",
                "/ipfs/\u007f",
                "/ipfs/\u009b"
            })
    void verify_valueThatIsNoPath_isRejected(String value) {
        assertRejected(
                new RawRecord().with("Value", RawRecord.text(value)).sign(keys),
                Reason.MALFORMED,
                "value of an IPNS record");
    }

    @Test
    void verify_valueThatIsNotUtf8_isRejected() {
        byte[] value = "/ipfs/x".getBytes(StandardCharsets.US_ASCII);
        value[6] = (byte) 0xff;
        assertRejected(
                new RawRecord().with("Value", CborValue.Bytes.of(value)).sign(keys), Reason.MALFORMED, "not UTF-8");
    }

    // ---- all at once

    /** Whatever bit is wrong: the record is rejected, or what it says is what was signed. */
    @Test
    void verify_everyBitFlipped_neverReleasesAWrongRecord() {
        IpnsRecord right = IpnsRecord.builder(PATH, 7, Instant.parse(END)).sign(keys);
        byte[] whole = right.encoded();
        int rejected = 0;
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] wrong = whole.clone();
                wrong[i] ^= (byte) (1 << bit);
                try {
                    assertSameStatement(IpnsRecord.verify(name, wrong, NOW), right);
                } catch (RecordRejectedException e) {
                    rejected++;
                }
            }
        }
        System.out.println("IpnsRecordTest: " + whole.length + " byte positions flipped in each bit, " + rejected
                + " of " + whole.length * 8 + " records rejected, none released with another statement");
        // Where it is not rejected the flip hit the V1 signature, which nobody looks at.
        assertThat(rejected).isGreaterThanOrEqualTo((whole.length - 64) * 8 - 20);
    }

    @Test
    void verify_mutated_throwsOnlyWhatIsDeclared() {
        SeededRandom random = SeededRandom.create("IpnsRecordTest");
        IpnsRecord right = IpnsRecord.builder(PATH, 7, Instant.parse(END)).sign(keys);
        for (int i = 0; i < 5_000; i++) {
            try {
                assertSameStatement(IpnsRecord.verify(name, random.mutated(right.encoded()), NOW), right);
            } catch (RecordRejectedException e) {
                assertThat(e.reason()).as(random.seed()).isNotNull();
            }
        }
    }

    @Test
    void verify_cutAnywhere_isRejected() {
        byte[] whole = new RawRecord().sign(keys);
        for (int size = 0; size < whole.length; size++) {
            byte[] cut = Arrays.copyOf(whole, size);
            assertThatThrownBy(() -> IpnsRecord.verify(name, cut, NOW)).isInstanceOf(RecordRejectedException.class);
        }
    }

    private static void assertSameStatement(IpnsRecord found, IpnsRecord right) {
        assertThat(found.path()).isEqualTo(right.path());
        assertThat(found.sequence()).isEqualTo(right.sequence());
        assertThat(found.validUntil()).isEqualTo(right.validUntil());
        assertThat(found.timeToLive()).isEqualTo(right.timeToLive());
    }

    // ---- signing

    @Test
    void sign_defaults_givesARecordWithBothSignatures() {
        IpnsRecord record = IpnsRecord.builder(PATH, 0, Instant.parse(END)).sign(keys);
        assertThat(record.timeToLive()).isEqualTo(Duration.ofMinutes(5));
        assertThat(record.name()).isEqualTo(name);
        assertThat(IpnsRecord.verify(name, record.encoded(), NOW)).isEqualTo(record);
        byte[] v1 = concat(PATH.getBytes(StandardCharsets.UTF_8), (END + "EOL").getBytes(StandardCharsets.UTF_8));
        byte[] v1Signature = TestKeys.sign("Ed25519", keys.getPrivate(), v1);
        byte[] data = new RawRecord()
                .with("Sequence", CborValue.Int.of(0))
                .with("TTL", CborValue.Int.of(300_000_000_000L))
                .data();
        byte[] expected = concat(
                new Protobuf()
                        .bytes(1, PATH.getBytes(StandardCharsets.UTF_8))
                        .bytes(2, v1Signature)
                        .number(3, 0)
                        .bytes(4, END.getBytes(StandardCharsets.UTF_8))
                        .number(5, 0)
                        .number(6, 300_000_000_000L)
                        .toBytes(),
                RawRecord.signed(keys, data).toBytes());
        assertThat(record.encoded()).isEqualTo(expected);
    }

    @Test
    void sign_withoutLegacySignature_givesTheShortForm() {
        IpnsRecord record = IpnsRecord.builder(PATH, 7, Instant.parse(END))
                .timeToLive(Duration.ofMinutes(1))
                .legacySignature(false)
                .sign(keys);
        assertThat(record.encoded()).isEqualTo(new RawRecord().sign(keys));
    }

    @Test
    void sign_keysThatDoNotBelongTogether_isRefused() {
        KeyPair mixed = new KeyPair(keys.getPublic(), TestKeys.ed25519().getPrivate());
        assertThatThrownBy(() -> IpnsRecord.builder(PATH, 0, Instant.parse(END)).sign(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void sign_keyOfAnotherKind_isRefused() {
        for (KeyPair other : new KeyPair[] {TestKeys.rsa(2048), TestKeys.other("EC"), TestKeys.other("Ed448")}) {
            assertThatThrownBy(() ->
                            IpnsRecord.builder(PATH, 0, Instant.parse(END)).sign(other))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sign_valuesThatCannotBe_areRefused() {
        Instant end = Instant.parse(END);
        IpnsRecord.Builder[] wrong = {
            IpnsRecord.builder("", 0, end),
            IpnsRecord.builder("bafkqaaa", 0, end),
            IpnsRecord.builder("/ipfs/a\n", 0, end),
            IpnsRecord.builder("/ipfs/" + "a".repeat(IpnsRecord.MAX_SIZE), 0, end),
            IpnsRecord.builder(PATH, -1, end),
            IpnsRecord.builder(PATH, 0, Instant.MAX),
            IpnsRecord.builder(PATH, 0, Instant.MIN),
            IpnsRecord.builder(PATH, 0, end).timeToLive(Duration.ofNanos(-1)),
            IpnsRecord.builder(PATH, 0, end).timeToLive(Duration.ofDays(365 * 300))
        };
        for (IpnsRecord.Builder builder : wrong) {
            assertThatThrownBy(() -> builder.sign(keys)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    // ---- order

    @Test
    void supersedes_bySequenceThenEndThenBytes() {
        Instant end = Instant.parse(END);
        IpnsRecord first = IpnsRecord.builder(PATH, 1, end).sign(keys);
        IpnsRecord later = IpnsRecord.builder(PATH, 1, end.plusNanos(1)).sign(keys);
        IpnsRecord second = IpnsRecord.builder(PATH, 2, end.minusSeconds(9)).sign(keys);
        assertThat(later.supersedes(first)).isTrue();
        assertThat(first.supersedes(later)).isFalse();
        assertThat(second.supersedes(later)).isTrue();
        assertThat(later.supersedes(second)).isFalse();
        assertThat(first.supersedes(first)).isFalse();
        IpnsRecord other = IpnsRecord.builder(PATH + "/x", 1, end).sign(keys);
        assertThat(first.supersedes(other)).isNotEqualTo(other.supersedes(first));
    }
}
