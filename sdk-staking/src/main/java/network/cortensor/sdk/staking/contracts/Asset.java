package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TokenAmount;

import java.math.BigInteger;

/** What a contract holds and pays: the chain's own currency, or a token. */
public sealed interface Asset {
    /** The chain's own currency: ether, or COR on a chain whose gas is paid in COR. */
    record Native() implements Asset {
        @Override
        public String toString() {
            return "native currency";
        }
    }

    /**
     * An ERC-20 token.
     *
     * @param address the token's contract
     */
    record Token(Address address) implements Asset {
        @Override
        public String toString() {
            return "token " + address;
        }
    }

    /** The chain's own currency. */
    static Asset ofChain() {
        return new Native();
    }

    /** The asset that contracts mean by an address: zero stands for the chain's own currency. */
    static Asset at(Address address) {
        return address.equals(Zero.ADDRESS) ? new Native() : new Token(address);
    }

    /**
     * So much of it.
     *
     * @param wei the smallest units
     * @throws IllegalArgumentException if it is negative or needs more than 256 bits
     */
    default AssetAmount amount(BigInteger wei) {
        return new AssetAmount(this, wei);
    }

    /** So much of it, counted in wei whatever it is. */
    default AssetAmount amount(TokenAmount wei) {
        return new AssetAmount(this, wei.wei());
    }

    /** The address that contracts mean this asset by. */
    default Address code() {
        return this instanceof Token token ? token.address() : Zero.ADDRESS;
    }
}
