/**
 * Exchanges with programs that others wrote, both ways: what this module writes they read, and what they write it reads.
 *
 * <p>{@code AgeInterop}, {@code HpkeInterop} and {@code EthereumInterop} say what is exchanged; one small class for each
 * peer says with whom. The peers are fetched by {@code .ci/peers}, the ones of the JVM come with the build.
 */
@NullMarked
package network.cortensor.sdk.crypto.interop;

import org.jspecify.annotations.NullMarked;
