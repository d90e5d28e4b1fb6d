package network.cortensor.sdk.verify;

import network.cortensor.sdk.EvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is no receipt: each hostile form is refused with the one error that is declared, before anything is computed. */
class ReceiptFormTest {

    private static final String GENUINE = Receipts.receipt("yes", "yes", "no").toString();

    private static void refused(byte[] bytes, String telling) {
        assertThatThrownBy(() -> Receipt.decode(bytes))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining(telling);
    }

    private static void refused(String text, String telling) {
        assertThat(text).isNotEqualTo(GENUINE);
        refused(text.getBytes(StandardCharsets.UTF_8), telling);
    }

    private static String replaced(String part, String by) {
        assertThat(GENUINE).contains(part);
        return GENUINE.replace(part, by);
    }

    @Test
    void decode_genuine_isRead() {
        assertThat(Receipt.decode(GENUINE.getBytes(StandardCharsets.UTF_8))).hasToString(GENUINE);
    }

    @Test
    void decode_hugeInput_isRefusedBeforeItIsParsed() {
        refused(new byte[Receipt.MAX_BYTES + 1], "at most 131072 bytes, this one has 131073");
        refused(new byte[10_000_000], "at most");
    }

    @Test
    void decode_deeplyNested_isRefused() {
        refused("[".repeat(100_000), "not well-formed");
        refused("{\"body\":".repeat(10_000), "not well-formed");
        refused(replaced("\"layers\":[", "\"layers\":[" + "[".repeat(500) + "]".repeat(500) + ","), "names");
    }

    @Test
    void decode_keyTwice_isRefused() {
        refused(replaced("\"task\":12,", "\"task\":12,\"task\":12,"), "not well-formed");
        refused(replaced("{\"attachments\"", "{\"body\":{},\"attachments\""), "not well-formed");
    }

    @Test
    void decode_otherVersion_isNamed() {
        refused(replaced("\"version\":2", "\"version\":1"), "its version is not 2");
        refused(replaced("\"version\":2", "\"version\":3"), "its version is not 2");
        refused(replaced("\"type\":\"cortensor-receipt\"", "\"type\":\"cortensor-quittance\""), "its type is another");
    }

    @Test
    void decode_furtherField_isRefused() {
        refused(replaced("\"body\":{", "\"body\":{\"a\":1,"), "not canonical");
        refused(replaced("{\"attachments\":{", "{\"attachments\":{\"a\":1,"), "not canonical");
        refused(replaced("[{\"answer\"", "[{\"also\":1,\"answer\""), "not canonical");
        refused(replaced("{\"attachments\":{", "{\"also\":1,\"attachments\":{"), "not canonical");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-1",
                "-0",
                "1.0",
                "1e0",
                "01",
                "9007199254740992",
                "1e400",
                "18446744073709551616",
                "\"1\"",
                "null",
                "true",
                "[]",
                "{}",
                "0x1",
                "65536"
            })
    void decode_numberThatIsNone_isRefused(String number) {
        for (String field : new String[] {"asked\":3", "support\":2", "quorum\":2", "alike\":0"}) {
            refused(replaced(field, field.substring(0, field.indexOf(':') + 1) + number), "not a receipt");
        }
    }

    @Test
    void decode_chainSessionTaskOrTimeBeyondADouble_isRefused() {
        refused(replaced("\"chain\":421614", "\"chain\":9007199254740992"), "not a receipt");
        refused(replaced("\"chain\":421614", "\"chain\":0"), "not a receipt");
        refused(replaced("\"session\":7", "\"session\":9007199254740992"), "not a receipt");
        refused(replaced("\"task\":12", "\"task\":9223372036854775807"), "not a receipt");
        refused(GENUINE.replaceFirst("\"issued\":[0-9]+", "\"issued\":253402300800"), "not a receipt");
        refused(GENUINE.replaceFirst("\"probability\":[0-9]+", "\"probability\":1000001"), "not a receipt");
    }

    @Test
    void decode_wrongUtf8_isRefused() {
        byte[] genuine = GENUINE.getBytes(StandardCharsets.UTF_8);
        int model = GENUINE.indexOf("llama");
        for (byte[] wrong : new byte[][] {
            {(byte) 0xff},
            {(byte) 0x80},
            {(byte) 0xc3},
            {(byte) 0xc0, (byte) 0xaf},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
        }) {
            byte[] altered = genuine.clone();
            System.arraycopy(wrong, 0, altered, model, wrong.length);
            refused(altered, "not a receipt");
        }
        refused(replaced("\"model\":\"llama", "\"model\":\"\\ud800"), "not a receipt");
    }

    @Test
    void decode_otherEncodings_areRefused() {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32BE")}) {
            refused(GENUINE.getBytes(charset), "not a receipt");
        }
        refused("\ufeff" + GENUINE, "not a receipt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"task\":12>\"task\": 12",
                "\"task\":12>\"task\":12 ",
                "\"asked\":3>\"\\u0061sked\":3",
                "llama>\\u006clama",
                "{\"attachments\">{ \"attachments\"",
                "\"paid\":\"3>\"paid\":\"03",
                "\"paid\":\"3>\"paid\":\"+3",
                "\"paid\":\"3>\"paid\":\"-3",
                "\"paid\":\"30000000000000000\">\"paid\":30000000000000000",
                "\"status\":\"accepted\">\"status\":\"ACCEPTED\"",
                "\"standing\":\"agrees\">\"standing\":\"Agrees\"",
                "\"layers\":[\"commit_reveal\",\"seal\">\"layers\":[\"seal\",\"commit_reveal\"",
                "\"layers\":[\"commit_reveal\">\"layers\":[\"commit_reveal\",\"commit_reveal\"",
                "\"policy\":\"majority\">\"policy\":\"Majority\"",
                "\"policy\":\"majority\">\"policy\":\"at-least:0\"",
                "\"policy\":\"majority\">\"policy\":\"agreement:07:2\"",
            })
    void decode_anotherWayToWriteIt_isRefused(String change) {
        String[] parts = change.split(">", -1);
        refused(replaced(parts[0], parts[1]), "not a receipt");
    }

    @Test
    void decode_otherCases_areRefused() {
        String client = GENUINE.replaceFirst(".*\"client\":\"(0x[0-9a-fA-F]{40})\".*", "$1");
        refused(replaced(client, client.toLowerCase(java.util.Locale.ROOT)), "not canonical");
        String payment = Receipts.PAYMENT.toString();
        refused(replaced(payment, "0x" + payment.substring(2).toUpperCase(java.util.Locale.ROOT)), "not canonical");
        String prompt = Receipts.prompt(12).toString();
        refused(replaced(prompt, prompt.toUpperCase(java.util.Locale.ROOT)), "not a");
        refused(replaced(prompt, Receipts.prompt(12).toV0().toString()), "not a receipt");
    }

    @Test
    void decode_keysInAnotherOrder_areRefused() {
        int body = GENUINE.indexOf("\"body\":");
        int signature = GENUINE.indexOf(",\"signature\":");
        String attachments = GENUINE.substring(1, body - 1);
        refused(
                "{" + GENUINE.substring(body, signature) + "," + attachments + GENUINE.substring(signature),
                "not canonical");
    }

    @Test
    void decode_missingField_isNamed() {
        for (String field :
                "answer asked chain client evidence policy prompt quorum status task verdict".split(" ", -1)) {
            int body = GENUINE.indexOf("\"body\"");
            String without = GENUINE.substring(0, body)
                    + GENUINE.substring(body).replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9]+),", "");
            refused(without, "field '" + field + "' is missing");
        }
        refused(replaced("\"body\"", "\"bodi\""), "'body' and 'attachments'");
        refused(replaced("\"nodes\"", "\"node\""), "field 'nodes'");
        refused(replaced("\"signature\"", "\"signaturf\""), "field 'signature'");
    }

    @Test
    void decode_notAnObject_isRefused() {
        for (String text : new String[] {"", " ", "null", "1", "\"a\"", "[]", "{}", "{\"body\":1,\"attachments\":2}"}) {
            refused(text, "not a receipt");
        }
    }

    @Test
    void decode_tooManyNodes_areRefused() {
        String node = GENUINE.substring(GENUINE.indexOf("[{") + 1, GENUINE.indexOf("},{") + 1);
        String many = String.join(",", java.util.Collections.nCopies(65, node));
        refused(replaced("[" + node, "[" + many), "at most 64");
    }

    @Test
    void decode_revealThatIsTooLongOrNeedsEscapes_isRefused() {
        for (String reveal : new String[] {"a".repeat(513), "a b", "a\\\"b", "a\\u0001b", "\u00e4"}) {
            refused(
                    GENUINE.replaceFirst(
                            "\"reveal\":\"[^\"]*\"",
                            java.util.regex.Matcher.quoteReplacement("\"reveal\":\"" + reveal + "\"")),
                    "not a receipt");
        }
    }

    @Test
    void decode_signatureInAnotherForm_isRefused() {
        int at = GENUINE.length() - 3;
        for (char other : "ABCDEFGHIJKLMNOPQRSTUVWXYZ+/=".toCharArray()) {
            if (GENUINE.charAt(at) != other) {
                // v is 27 or 28, and the last digit has unused bits.
                refused(GENUINE.substring(0, at) + other + "\"}", "not a");
            }
        }
    }

    @Test
    void decode_errors_doNotQuoteTheInput() {
        byte[] secret = "{\"body\":top secret}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Receipt.decode(secret)).hasMessageNotContaining("secret");
        byte[] field =
                replaced("\"policy\":\"majority\"", "\"policy\":\"secret\"").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Receipt.decode(field)).hasMessageNotContaining("secret");
        assertThat(Arrays.equals(field, secret)).isFalse();
    }

    /** RECEIPT.md 2 and 2.2: it is no receipt then, not an invalid one. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\u0001", "\u0085", "\u2003"})
    void decode_bodyWithAModelThatIsNoName_isRefused(String model) {
        String altered = Receipts.receipt("yes", "yes")
                .toString()
                .replaceFirst(
                        "\"model\":\"[^\"]+\",\"paid\"",
                        Matcher.quoteReplacement("\"model\":\"" + model + "\",\"paid\""));
        assertThatThrownBy(() -> Receipt.decode(altered.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EvidenceException.class);
    }
}
