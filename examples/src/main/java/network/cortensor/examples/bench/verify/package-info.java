/**
 * {@code bench verify}: an attack suite for whatever compares answers, and what the SDK's comparison makes of it.
 *
 * <p>Start at {@link network.cortensor.examples.bench.verify.PairGenerator}: it makes labelled pairs from a
 * {@link network.cortensor.examples.bench.verify.Corpus}. {@link network.cortensor.examples.bench.verify.Check} is what is
 * tried on them, {@link network.cortensor.examples.bench.verify.VerifyMeasurement} counts, and
 * {@link network.cortensor.examples.bench.verify.VerifyPage} draws.
 *
 * <p><b>The generator shares no code with the verifier.</b> It finds numbers, names and caveats with its own patterns and
 * changes them by its own closed lists. If both read a text with the same code, the verifier would see what the generator
 * sees and nothing else, and a rate of zero would mean nothing. What they do share: Jackson's JSON parser, and WordNet,
 * from which the generator takes synonyms of words with one meaning only, and no antonyms.
 */
@NullMarked
package network.cortensor.examples.bench.verify;

import org.jspecify.annotations.NullMarked;
