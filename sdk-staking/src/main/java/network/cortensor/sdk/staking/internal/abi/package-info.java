/**
 * The contract ABI of Solidity: how calls, answers, events and errors are laid out in bytes. Not part of the API: may
 * change in any release.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.internal.abi.Abi}, which reads the interface of a contract. What was
 * read from an endpoint is believed nothing: see {@link network.cortensor.sdk.staking.internal.abi.AbiParameters#decode}.
 *
 * <p>Values are Java's: {@code uintN} and {@code intN} are {@link java.math.BigInteger} (encoding takes {@code int} and
 * {@code long} too), {@code bool} is {@link Boolean}, {@code address} is {@link network.cortensor.sdk.staking.Address},
 * {@code bytes32} is {@link network.cortensor.sdk.staking.Hash}, other bytes are {@code byte[]}, {@code string} is
 * {@link String}, arrays are {@link java.util.List}, tuples are lists of their components in order.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.abi;

import org.jspecify.annotations.NullMarked;
