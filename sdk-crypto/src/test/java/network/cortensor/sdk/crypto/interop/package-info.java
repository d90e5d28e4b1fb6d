/**
 * Exchanges with programs that others wrote, both ways: what this module writes they read, and what they write it reads.
 *
 * <p>{@code AgeInterop}, {@code HpkeInterop} and {@code EthereumInterop} say what is exchanged; one small class for each
 * peer says with whom. The peers are fetched by {@code .ci/peers}, the ones of the JVM come with the build.
 *
 * <p>The formats that nobody else has are exchanged with a second implementation, made from the text of SPEC.md alone:
 * {@code SpecPeerInteropTest}.
 */
@NullMarked
package network.cortensor.sdk.crypto.interop;

import org.jspecify.annotations.NullMarked;
