/**
 * Judging results: what each node delivered goes in, one {@link network.cortensor.sdk.verify.Verdict} with its evidence
 * comes out, and a {@link network.cortensor.sdk.verify.Receipt} lets someone who was not there check it offline.
 *
 * <p>Start at {@link network.cortensor.sdk.verify.ResultVerifier}. Verification is pure: no sockets, no clock, no files.
 */
@NullMarked
package network.cortensor.sdk.verify;

import org.jspecify.annotations.NullMarked;
