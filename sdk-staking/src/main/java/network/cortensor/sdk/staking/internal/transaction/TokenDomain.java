package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.abi.AbiParameters;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * For which token a permit holds (EIP-712 domain with name, version, chain and contract, as EIP-2612 suggests). Compare
 * {@link #separator} with the token's own {@code DOMAIN_SEPARATOR()} before signing: a token may have another form.
 *
 * @param name the token's name
 * @param version the version of its domain, mostly {@code 1}
 * @param chainId the chain it is on
 * @param token its contract
 */
public record TokenDomain(String name, String version, long chainId, Address token) {
    private static final Hash TYPE = Hash.keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)".getBytes(UTF_8));
    private static final AbiParameters LAYOUT = AbiParameters.parse("bytes32,bytes32,bytes32,uint256,address");

    /** The hash of the domain. */
    public Hash separator() {
        return Hash.keccak256(LAYOUT.encode(
                TYPE, Hash.keccak256(name.getBytes(UTF_8)), Hash.keccak256(version.getBytes(UTF_8)), chainId, token));
    }
}
