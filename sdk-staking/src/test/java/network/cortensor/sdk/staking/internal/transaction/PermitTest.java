package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Compared with what ethers 6 makes of the same permit. */
class PermitTest {
    private static final TransactionSigner COW =
            TransactionSigner.ofKey(Hash.keccak256("cow".getBytes(UTF_8)).bytes());
    private static final Address SPENDER = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final Address TOKEN = Address.parse("0x8e0eef788350f40255d86dfe8d91ec0ad3a4547f");
    private static final TokenDomain DOMAIN = new TokenDomain("Cortensor", "1", 421614, TOKEN);
    private static final TokenAmount VALUE = TokenAmount.ofCor("10000");
    private static final BigInteger NONCE = BigInteger.valueOf(7);
    private static final Instant DEADLINE = Instant.ofEpochSecond(1_800_000_000);
    private static final Permit PERMIT = new Permit(DOMAIN, COW.address(), SPENDER, VALUE, NONCE, DEADLINE);

    @Test
    void separatorAndDigest_knownPermit_areThoseOfEthers() {
        assertThat(DOMAIN.separator())
                .isEqualTo(Hash.parse("0x791e36458cb30bf12ac51e507e2da612a35574404fa62d2c3690fbac44db43c8"));
        assertThat(PERMIT.digest())
                .isEqualTo(Hash.parse("0xd6a3eef056445f833fc51d3242dcdfb00f1284782d047038eaa68e2b6c1605ad"));
    }

    @Test
    void sign_knownPermit_isTheSignatureOfEthers() {
        Signature signature = PERMIT.sign(COW);

        assertThat(signature.r())
                .isEqualTo(Hash.parse("0x8835f107df39f2d21f5f57be4421af2525965e317356bc8f067ba94e60a7b7cf"));
        assertThat(signature.s())
                .isEqualTo(Hash.parse("0x4cc55ab8aa27afa3f5bd6cef819f1fa2e15e2a369b73fcee35e55c6dc069ebe8"));
        assertThat(signature.v()).isEqualTo(0x1c);
    }

    @Test
    void digest_eachPart_countsForIt() {
        List<Permit> all = new ArrayList<>();
        all.add(PERMIT);
        all.add(with(new TokenDomain("Cortensor ", "1", 421614, TOKEN)));
        all.add(with(new TokenDomain("Cortensor", "2", 421614, TOKEN)));
        all.add(with(new TokenDomain("Cortensor", "1", 421615, TOKEN)));
        all.add(with(new TokenDomain("Cortensor", "1", 421614, SPENDER)));
        all.add(new Permit(DOMAIN, SPENDER, SPENDER, VALUE, NONCE, DEADLINE));
        all.add(new Permit(DOMAIN, COW.address(), TOKEN, VALUE, NONCE, DEADLINE));
        all.add(new Permit(DOMAIN, COW.address(), SPENDER, TokenAmount.ZERO, NONCE, DEADLINE));
        all.add(new Permit(DOMAIN, COW.address(), SPENDER, VALUE, BigInteger.ONE, DEADLINE));
        all.add(new Permit(DOMAIN, COW.address(), SPENDER, VALUE, NONCE, DEADLINE.plusSeconds(1)));

        assertThat(new HashSet<>(all.stream().map(Permit::digest).toList())).hasSize(all.size());
    }

    private static Permit with(TokenDomain domain) {
        return new Permit(domain, COW.address(), SPENDER, VALUE, NONCE, DEADLINE);
    }

    @Test
    void sign_bySomebodyElse_isRefused() {
        Permit permit = new Permit(DOMAIN, SPENDER, SPENDER, VALUE, NONCE, DEADLINE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> permit.sign(COW))
                .withMessageContaining("expected the owner's signer, found that of " + COW.address());
        assertThatThrownBy(() -> PERMIT.sign(new LyingSigner(COW.address(), new byte[65])))
                .isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void digest_numbersThatNoTokenTakes_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Permit(DOMAIN, SPENDER, SPENDER, VALUE, BigInteger.ONE.negate(), DEADLINE).digest());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Permit(DOMAIN, SPENDER, SPENDER, VALUE, NONCE, Instant.MIN).digest());
    }
}
