/** The parts of Ethereum that wallets and signatures stand on: secp256k1, ABI words, typed data, keystores. */
@NullMarked
package network.cortensor.sdk.crypto.internal.ethereum;

import org.jspecify.annotations.NullMarked;
