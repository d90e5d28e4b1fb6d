package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.staking.Address;

import java.util.List;

/**
 * Something about several nodes that honest nodes which do not know one another would hardly bring about. It is a reason to
 * look, or to ask other nodes; it is no proof, and changes no verdict. Immutable.
 *
 * @param kind what was noticed
 * @param nodes the nodes that it is about, two or more, in ascending order
 * @param finding one sentence with the figures; never a part of an answer
 */
public record Suspicion(Kind kind, List<Address> nodes, String finding) {

    /** What can be noticed. */
    public enum Kind {
        /**
         * Nodes pre-committed to the same hash, or revealed the same string. A commitment holds a salt and its author's
         * address, so all but that author copied it.
         */
        EQUAL_COMMITMENT,

        /** Nodes committed to one sealed object. It is sealed under its author's key and address, so the others copied it. */
        SAME_OBJECT,

        /** Nodes gave a long answer letter by letter alike although it was sampled: copied, or drawn with a shared seed. */
        COPIED_ANSWER,

        /** Over many tasks, nodes gave the same answer against the accepted one more often than chance explains. */
        COLLUSION
    }

    /** Sorts the nodes and leaves out repetitions. */
    public Suspicion {
        nodes = nodes.stream().distinct().sorted().toList();
        if (nodes.size() < 2) {
            throw new IllegalArgumentException("A suspicion is about at least 2 nodes, not " + nodes.size());
        }
    }
}
