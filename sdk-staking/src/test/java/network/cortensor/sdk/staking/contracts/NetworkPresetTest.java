package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NetworkPresetTest {

    @Test
    void values_allPresets_haveTheChainsThatSourcesName() {
        assertThat(NetworkPreset.TESTNET_0.chainId()).hasValue(421614);
        assertThat(NetworkPreset.DEVNET_7.chainId()).hasValue(421614);
        assertThat(NetworkPreset.TESTNET_1A.chainId()).hasValue(18964747554L);
        assertThat(NetworkPreset.ETHEREUM.chainId()).hasValue(1);
        assertThat(NetworkPreset.MAINNET_LITE.chainId()).hasValue(42161);
        assertThat(NetworkPreset.TESTNET_1.chainId()).isEmpty();
        assertThat(NetworkPreset.CONFIGURATION_TEMPLATE.chainId()).isEmpty();
    }

    @Test
    void addresses_testnet0_isItsRuntimeWithSourceAndDate() {
        KnownAddress runtime = only(NetworkPreset.TESTNET_0.addresses());

        assertThat(runtime.kind()).isEqualTo(ContractKind.RUNTIME);
        assertThat(runtime.address()).isEqualTo(Address.parse("0xa438cE917a5740267e0f7217f81cbbAA23E7e106"));
        assertThat(runtime.source()).isEqualTo(FactSource.CFG);
        assertThat(runtime.seen()).hasYear(2026);
        assertThat(runtime.use()).isEqualTo(KnownAddress.Use.ADDRESS_ONLY);
        assertThat(runtime)
                .hasToString("RUNTIME 0xa438cE917a5740267e0f7217f81cbbAA23E7e106 [CFG 2026-04-29, ADDRESS_ONLY]");
    }

    @Test
    void addresses_ethereum_numbersThePools() {
        List<String> pools = NetworkPreset.ETHEREUM.addresses().stream()
                .filter(known ->
                        known.kind() == ContractKind.STAKING_POOL || known.kind() == ContractKind.TOKEN_STAKING_POOL)
                .map(known -> known.kind() + " " + known.number())
                .toList();

        assertThat(pools)
                .containsExactly(
                        "STAKING_POOL 1",
                        "STAKING_POOL 2",
                        "STAKING_POOL 3",
                        "TOKEN_STAKING_POOL 1",
                        "TOKEN_STAKING_POOL 2",
                        "TOKEN_STAKING_POOL 3");
    }

    @Test
    void addresses_rollup_areOnTheParentChain() {
        assertThat(NetworkPreset.TESTNET_1A.addresses())
                .hasSize(4)
                .allSatisfy(known -> assertThat(known.chainId()).hasValue(421614));
    }

    @Test
    void contracts_ethereum_areWhatCanBeReadAndTheNewestPool() {
        ContractAddresses book = NetworkPreset.ETHEREUM.contracts();

        assertThat(book.asMap().keySet()).containsExactly(ContractKind.COR_TOKEN, ContractKind.STAKING_POOL);
        assertThat(book.of(ContractKind.STAKING_POOL))
                .isEqualTo(Address.parse("0x634DAEeCF243c844263D206e1DcF68F310e6BB19"));
    }

    @Test
    void contracts_networkOfUnknownChain_saysWhatToDo() {
        assertThatThrownBy(NetworkPreset.TESTNET_1::contracts)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TESTNET_1")
                .hasMessageContaining("ContractAddresses.builder");
    }

    @ParameterizedTest
    @EnumSource(NetworkPreset.class)
    void addresses_anyPreset_haveASourceADateAndNoDuplicate(NetworkPreset preset) {
        assertThat(preset.addresses()).allSatisfy(known -> {
            assertThat(known.source()).isNotEqualTo(FactSource.INF);
            assertThat(known.seen().getYear()).isBetween(2025, 2026);
        });
        assertThat(preset.addresses().stream().map(KnownAddress::address)).doesNotHaveDuplicates();
    }

    @Test
    void addresses_allPresets_doNotShareAnAddress() {
        Stream<Address> all = Arrays.stream(NetworkPreset.values())
                .flatMap(preset -> preset.addresses().stream())
                .map(KnownAddress::address);

        assertThat(all.toList()).hasSize(31).doesNotHaveDuplicates();
    }

    private static KnownAddress only(List<KnownAddress> addresses) {
        assertThat(addresses).hasSize(1);
        return addresses.get(0);
    }
}
