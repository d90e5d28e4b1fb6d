package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.TokenAmount;

import java.math.BigInteger;

/**
 * An amount of an asset.
 *
 * @param asset what
 * @param wei the smallest units of it; never negative, at most 2<sup>256</sup> - 1
 */
public record AssetAmount(Asset asset, BigInteger wei) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code wei} is negative or needs more than 256 bits
     */
    public AssetAmount {
        if (wei.signum() < 0 || wei.bitLength() > 256) {
            throw new IllegalArgumentException("AssetAmount: expected 0 to 2^256 - 1 wei, found " + wei);
        }
    }

    /**
     * The same as an amount of COR, for tokens.
     *
     * @throws IllegalStateException if it is the chain's own currency
     */
    public TokenAmount tokens() {
        if (asset instanceof Asset.Native) {
            throw new IllegalStateException("AssetAmount.tokens: expected an amount of a token, found " + this);
        }
        return TokenAmount.ofWei(wei);
    }

    /** Whether it is nothing. */
    public boolean isZero() {
        return wei.signum() == 0;
    }

    @Override
    public String toString() {
        return wei + " wei of " + asset;
    }
}
