package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.util.ArrayList;
import java.util.List;

/** The nodes that gave one and the same answer. Not thread-safe while it is filled. */
final class AnswerGroup {

    private final Hash digest;
    private final CanonicalText text;
    private final List<Address> nodes = new ArrayList<>();

    AnswerGroup(Hash digest, CanonicalText text) {
        this.digest = digest;
        this.text = text;
    }

    void add(Address node) {
        nodes.add(node);
    }

    Hash digest() {
        return digest;
    }

    CanonicalText text() {
        return text;
    }

    List<Address> nodes() {
        return nodes;
    }

    int size() {
        return nodes.size();
    }
}
