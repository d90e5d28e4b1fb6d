package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContractAddressesTest {
    private static final Address ONE = Address.parse("0x1111111111111111111111111111111111111111");
    private static final Address OTHER = Address.parse("0x2222222222222222222222222222222222222222");

    private final ContractAddresses book = ContractAddresses.builder(31337)
            .put(ContractKind.SESSION_QUEUE, OTHER)
            .put(ContractKind.SESSION, ONE)
            .build();

    @Test
    void parse_whatFormatWrites_isTheSameBook() {
        assertThat(book.format()).isEqualTo("""
                        CHAIN=31337
                        SESSION=0x1111111111111111111111111111111111111111
                        SESSION_QUEUE=0x2222222222222222222222222222222222222222
                        """);
        assertThat(ContractAddresses.parse("# comment\n\n" + book.format()))
                .isEqualTo(book)
                .hasSameHashCodeAs(book);
    }

    @Test
    void with_anotherAddress_leavesTheBookAsItIs() {
        ContractAddresses changed = book.with(ContractKind.SESSION, OTHER);

        assertThat(changed.of(ContractKind.SESSION)).isEqualTo(OTHER);
        assertThat(book.of(ContractKind.SESSION)).isEqualTo(ONE);
        assertThat(changed).isNotEqualTo(book);
    }

    @Test
    void of_missingKind_isRefusedAndNamesWhatIsThere() {
        assertThat(book.find(ContractKind.ACL)).isEmpty();
        assertThatThrownBy(() -> book.of(ContractKind.ACL)).isInstanceOfSatisfying(LedgerRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTRACT);
            assertThat(e.attempt()).isEqualTo("use ACL");
            assertThat(e.found()).contains("SESSION, SESSION_QUEUE");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SESSION=0x1111111111111111111111111111111111111111",
                "CHAIN=",
                "CHAIN=0x1",
                "CHAIN=0",
                "CHAIN=31337\nCHAIN=1",
                "CHAIN=31337\nSESSION",
                "CHAIN=31337\nSESSION=0x11",
                "CHAIN=31337\nWALLET=0x1111111111111111111111111111111111111111",
                "CHAIN=31337\nSESSION=0x1111111111111111111111111111111111111111\n"
                        + "SESSION=0x2222222222222222222222222222222222222222"
            })
    void parse_anotherForm_isRefused(String text) {
        assertThatThrownBy(() -> ContractAddresses.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void builder_noChain_isRefused() {
        assertThatThrownBy(() -> ContractAddresses.builder(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chainId");
    }
}
