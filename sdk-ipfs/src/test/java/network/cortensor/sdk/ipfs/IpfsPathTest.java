package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IpfsPathTest {
    private static final String CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    private static final Cid ROOT = Cid.parse(CID);

    @ParameterizedTest
    @ValueSource(strings = {"/ipfs/%s", "%s", "ipfs://%s", "IPFS://%s", "/ipfs/%s/", "%s/", "ipfs://%s/"})
    void parse_cidAlone_hasNoNames(String form) {
        assertThat(IpfsPath.parse(form.replace("%s", CID))).isEqualTo(IpfsPath.of(ROOT));
    }

    @Test
    void parse_literalForms_takeNamesAsTheyAre() {
        IpfsPath path = IpfsPath.of(ROOT, "a b", "100%", "%2e%2e", "?x#y", "…");
        assertThat(IpfsPath.parse("/ipfs/" + CID + "/a b/100%/%2e%2e/?x#y/…")).isEqualTo(path);
        assertThat(IpfsPath.parse(CID + "/a b/100%/%2e%2e/?x#y/…/")).isEqualTo(path);
        assertThat(path).hasToString("/ipfs/" + CID + "/a b/100%/%2e%2e/?x#y/…");
        assertThat(IpfsPath.parse(path.toString())).isEqualTo(path);
    }

    @Test
    void parse_uri_isPercentDecodedOnce() {
        assertThat(IpfsPath.parse("ipfs://" + CID + "/a%20b/%252e/%C5%bc/ł/+").names())
                .containsExactly("a b", "%2e", "ż", "ł", "+");
    }

    @Test
    void toUri_anyName_isParsedBack() {
        IpfsPath path = IpfsPath.of(ROOT, "a b", "100%", "%2e", "?#[]\\\"<>^`{|}", "żółć 𝄞", "\u0000\n", "..a", "...");
        assertThat(IpfsPath.parse(path.toUri().toString())).isEqualTo(path);
        assertThat(path.toUri().toString()).isASCII().startsWith("ipfs://" + CID + "/a%20b/100%25/%252e/%3F%23");
        assertThat(path.toUri().getRawPath()).startsWith("/a%20b/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ipns/%s",
                "/%s",
                "/IPFS/%s",
                "",
                "/ipfs/",
                "ipfs://",
                "ipfs:%s",
                "/ipfs/notacid",
                "/ipfs//%s",
                "/ipfs/%s//a",
                "/ipfs/%s/a//",
                "/ipfs/%s/a//b",
                "/ipfs/%s/.",
                "/ipfs/%s/..",
                "/ipfs/%s/a/../b",
                "%s/..",
                "ipfs://%s/..",
                "ipfs://%s/%2e%2e",
                "ipfs://%s/%2E",
                "ipfs://%s/a%2fb",
                "ipfs://%s/a%2",
                "ipfs://%s/a%",
                "ipfs://%s/a%zz",
                "ipfs://%s/a%+1",
                "ipfs://%s/%ff",
                "ipfs://%s/%c0%af",
                "ipfs://%s/%ed%a0%80",
                "ipfs://%s/a?b",
                "ipfs://%s/a#b",
                "ipfs://%s?b",
            })
    void parse_noPath_isRefused(String text) {
        assertThatThrownBy(() -> IpfsPath.parse(text.replace("%s", CID))).isInstanceOf(MalformedException.class);
    }

    @Test
    void parse_halfOfASurrogatePair_isRefused() {
        for (String text : new String[] {"/ipfs/" + CID + "/\ud834", "ipfs://" + CID + "/a\udd1e"}) {
            assertThatThrownBy(() -> IpfsPath.parse(text)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void parse_moreNamesThanTheLimit_isRefused() {
        String most = CID + "/a".repeat(IpfsPath.MAX_NAMES);
        assertThat(IpfsPath.parse(most).names()).hasSize(IpfsPath.MAX_NAMES);
        assertThatThrownBy(() -> IpfsPath.parse(most + "/a"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 64 names, found 65");
    }

    @Test
    void of_namesThatAreNone_areRefused() {
        for (String name : new String[] {"", ".", "..", "a/b", "/", "\udd1e"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> IpfsPath.of(ROOT, "a", name));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IpfsPath.of(ROOT).child(name));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> IpfsPath.of(ROOT, Collections.nCopies(65, "a")));
    }

    @Test
    void equals_cidOrNamesDiffer_isFalse() {
        IpfsPath path = IpfsPath.of(ROOT, "a").child("b");
        assertThat(path).isEqualTo(IpfsPath.of(ROOT, "a", "b")).hasSameHashCodeAs(IpfsPath.of(ROOT, "a", "b"));
        assertThat(path).isNotEqualTo(IpfsPath.of(ROOT, "a")).isNotEqualTo(IpfsPath.of(ROOT, "b", "a"));
        assertThat(path).isNotEqualTo(IpfsPath.of(Cid.of(Codec.DAG_PB, ROOT.digest()), "a", "b"));
    }
}
