package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.compare.CommonPrefix;
import network.cortensor.sdk.verify.compare.EmbeddingDistance;
import network.cortensor.sdk.verify.compare.FactSignature;
import network.cortensor.sdk.verify.compare.FormCheck;
import network.cortensor.sdk.verify.compare.LayeredComparator;
import network.cortensor.sdk.verify.compare.NearDuplicate;
import network.cortensor.sdk.verify.compare.ProofOfInferenceRule;

import java.util.List;

/** What is tried: the SDK's comparison, the network's rule, and each layer alone. */
final class Checks {

    private final Check combined;
    private final Check rule;
    private final Check facts;
    private final Check embedding;
    private final Check prefix = Check.of("equal beginning", CommonPrefix.create());
    private final Check nearDuplicate = Check.of("near duplicate", NearDuplicate.create());
    private final Check form = Check.of("form", FormCheck.create());

    private Checks(FactSignature facts, EmbeddingDistance embedding) {
        this.combined = Check.of("all layers", LayeredComparator.standard());
        this.rule = Check.ofRule("network's rule", ProofOfInferenceRule.create());
        this.facts = Check.of("facts", facts);
        this.embedding = Check.of("embedding", embedding);
    }

    /** Returns the checks as the SDK has them, with the embedding model that it takes by default. */
    static Checks ofSdk() {
        return new Checks(FactSignature.create(), EmbeddingDistance.create(EmbeddingModel.bgeSmall()));
    }

    /** Returns the comparison by all layers. */
    Check combined() {
        return combined;
    }

    /** Returns all checks: that by all layers first, the network's rule second. */
    List<Check> all() {
        return List.of(combined, rule, facts, embedding, nearDuplicate, prefix, form);
    }

    /** Returns the layers that need no model. */
    List<Check> withoutModel() {
        return List.of(prefix, nearDuplicate, form, facts);
    }
}
