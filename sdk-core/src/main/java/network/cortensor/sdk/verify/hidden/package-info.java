/**
 * Comparing answers whose embeddings nobody sees: an embedding can be turned back into text, so whoever compares answers by
 * them would read the answers.
 *
 * <p>Start at {@link network.cortensor.sdk.verify.hidden.EmbeddingShare}: its owner deals an embedding to three servers. Each
 * {@link network.cortensor.sdk.verify.hidden.ComparisonServer} multiplies its shares of two embeddings, and whoever gets all
 * three products {@linkplain network.cortensor.sdk.verify.hidden.HiddenCosine opens} the cosine, and nothing else.
 *
 * <pre>{@code
 * third.pair(first.pairing());                                                      // once: the servers, each where it runs
 * first.pair(second.pairing());
 * second.pair(third.pairing());
 *
 * List<EmbeddingShare> mine = EmbeddingShare.deal(model.id(), model.embed(answer)); // seal each for its server, close them
 * DotProductShare word = server.product(x, y);                                      // on each of the three
 * double cosine = HiddenCosine.open(x.id(), y.id(), words);                         // the three words; within 2^-12
 * }</pre>
 *
 * <p>Nothing in the SDK compares answers in this way by itself: somebody has to run the three servers.
 *
 * <p><b>What it stands on:</b> the servers follow the protocol, and no two of them put their shares together. A server that
 * lies adds any number to a result; mostly that gives a cosine beyond 1, which is refused, and a small number is not noticed.
 * Shares and products travel over channels that are confidential and authenticated: seal them, nothing is encrypted here.
 * <b>What it does not prove:</b> that an embedding is that of the answer which its owner committed to. The protocol is that of
 * {@code sdk-crypto}, package {@code sharing}.
 */
@NullMarked
package network.cortensor.sdk.verify.hidden;

import org.jspecify.annotations.NullMarked;
