package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

class CodeScanTest {
    private static final byte[] SUBMIT = hex("a00ffe19");
    private static final byte[] WITH_LEADING_ZERO = hex("0061af9e");

    @Test
    void has_selectorThatIsPushed_isFound() {
        assertThat(scan("80 63a00ffe19 14").has(SUBMIT)).isTrue();
        assertThat(scan("80 63a00ffe18 14").has(SUBMIT)).isFalse();
    }

    @Test
    void has_selectorInTheDataOfALongerPush_isNotFound() {
        assertThat(scan("67 63a00ffe19 000000 14").has(SUBMIT)).isFalse();
        assertThat(scan("7f 000000 63a00ffe19 000000000000000000000000000000000000000000000000 14")
                        .has(SUBMIT))
                .isFalse();
    }

    @Test
    void has_selectorBehindDataThatLooksLikeAPush_isFound() {
        assertThat(scan("60 7f 63a00ffe19").has(SUBMIT)).isTrue();
    }

    @Test
    void has_selectorWithLeadingZero_isFoundInAShorterPush() {
        assertThat(scan("80 6261af9e 14").has(WITH_LEADING_ZERO)).isTrue();
        assertThat(scan("80 630061af9e 14").has(WITH_LEADING_ZERO)).isTrue();
    }

    @Test
    void has_pushThatIsCutOff_isNotFound() {
        assertThat(scan("80 63a00ffe").has(hex("a00ffe00"))).isFalse();
        assertThat(scan("80 63a00ffe").has(hex("00a00ffe"))).isFalse();
        assertThat(scan("63").size()).isZero();
        assertThat(scan("").size()).isZero();
    }

    @Test
    void minimalProxyTarget_codeOfEip1167_isItsTarget() {
        String target = "bebebebebebebebebebebebebebebebebebebebe";
        String proxy = "363d3d373d3d3d363d73" + target + "5af43d82803e903d91602b57fd5bf3";

        assertThat(scan(proxy).minimalProxyTarget()).contains(Address.parse("0x" + target));
        assertThat(scan(proxy + "00").minimalProxyTarget()).isEmpty();
        assertThat(scan(proxy.substring(2)).minimalProxyTarget()).isEmpty();
        assertThat(scan("36" + proxy.substring(2).replace("5af4", "5af2")).minimalProxyTarget())
                .isEmpty();
    }

    @Test
    void mayBeProxy_codeThatNamesTheSlotOfEip1967_mayBeOne() {
        String slot = "360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

        assertThat(scan("7f" + slot + "54").mayBeProxy()).isTrue();
        assertThat(scan("7f" + slot.replace("bc", "bd") + "54").mayBeProxy()).isFalse();
        assertThat(scan("60" + "7f" + slot + "54").mayBeProxy()).isFalse();
    }

    private static CodeScan scan(String code) {
        return CodeScan.of(hex(code.replace(" ", "")));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
