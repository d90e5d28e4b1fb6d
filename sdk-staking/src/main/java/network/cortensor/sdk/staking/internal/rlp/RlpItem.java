package network.cortensor.sdk.staking.internal.rlp;

import network.cortensor.sdk.staking.MalformedEvidenceException;

/** A byte string or a list of items (Yellow Paper, appendix B). Immutable, as long as nobody changes what it is a view of. */
public sealed interface RlpItem permits RlpBytes, RlpList {
    /** Bytes of its encoding. */
    int encodedLength();

    /**
     * This item as a byte string.
     *
     * @param what names the item in the message
     * @throws MalformedEvidenceException if it is a list
     */
    RlpBytes asBytes(String what);

    /**
     * This item as a list.
     *
     * @param what names the item in the message
     * @throws MalformedEvidenceException if it is a byte string
     */
    RlpList asList(String what);
}
