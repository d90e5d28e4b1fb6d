/**
 * Judging results: what each node delivered goes in, one {@link network.cortensor.sdk.verify.Verdict} with its evidence
 * comes out, and a {@link network.cortensor.sdk.verify.Receipt} lets someone who was not there check it offline.
 *
 * <p>Start at {@link network.cortensor.sdk.verify.ResultVerifier}. Verification opens no sockets, reads no clock and no files,
 * apart from what a model or judge that the caller gives it does: one on a server is asked over the network.
 */
@NullMarked
package network.cortensor.sdk.verify;

import org.jspecify.annotations.NullMarked;
