/**
 * From many answers to one: which answers belong together ({@link network.cortensor.sdk.verify.consensus.AgreementGraph}), when
 * enough nodes were asked ({@link network.cortensor.sdk.verify.consensus.SequentialTest}), what is known of a node ({@link
 * network.cortensor.sdk.verify.consensus.ReputationBook}), what a rule costs and lets through ({@link
 * network.cortensor.sdk.verify.consensus.Forecast}), and who seems to work together ({@link
 * network.cortensor.sdk.verify.consensus.Collusion}).
 *
 * <p>Everything here is a value or a pure function: no clock, no chance, no input or output. Applications usually meet it
 * through {@code ResultVerifier} and {@code VerificationPolicy}, one package up.
 */
@NullMarked
package network.cortensor.sdk.verify.consensus;

import org.jspecify.annotations.NullMarked;
