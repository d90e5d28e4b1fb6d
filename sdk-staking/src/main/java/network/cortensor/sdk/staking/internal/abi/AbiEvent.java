package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Kind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** An event of a contract. Immutable and safe for use by several threads. */
public final class AbiEvent {
    private final String name;
    private final AbiParameters parameters;
    private final AbiParameters inData;
    private final boolean anonymous;
    private final Hash topic;

    private AbiEvent(String name, AbiParameters parameters, boolean anonymous) {
        this.name = name;
        this.parameters = parameters;
        this.inData = AbiParameters.of(parameters.list().stream()
                .filter(parameter -> !parameter.indexed())
                .toList());
        this.anonymous = anonymous;
        this.topic = Hash.keccak256((name + parameters.signature()).getBytes(StandardCharsets.US_ASCII));
    }

    static AbiEvent of(AbiItem item) {
        return new AbiEvent(item.name(), AbiParameters.of(item.inputs()), item.anonymous());
    }

    /**
     * Reads a declaration such as {@code event Transfer(address indexed from, address indexed to, uint256 value)}.
     *
     * @throws IllegalArgumentException if it declares no event
     */
    public static AbiEvent parse(String declaration) {
        AbiItem item = SignatureParser.item(declaration);
        if (item.kind() != Kind.EVENT) {
            throw new IllegalArgumentException("ABI: expected an event, found '" + declaration + "'");
        }
        return of(item);
    }

    /** The name alone. */
    public String name() {
        return name;
    }

    /** The name and the types of all parameters. */
    public String signature() {
        return name + parameters.signature();
    }

    /** The hash of the signature: the first topic of its logs, unless it is anonymous. */
    public Hash topic() {
        return topic;
    }

    /** Whether its logs do not say which event they are of. */
    public boolean isAnonymous() {
        return anonymous;
    }

    /** All parameters, indexed or not. */
    public AbiParameters parameters() {
        return parameters;
    }

    /**
     * Reads a log.
     *
     * @return the values in the order of declaration; of an indexed array, tuple, string or bytes there is only the
     *     {@link Hash} in the log
     * @throws LedgerEvidenceException if it is no log of this event
     * @see AbiParameters#decode what is refused and what is tolerated
     */
    public List<Object> decode(List<Hash> topics, byte[] data) {
        String what = "Log of " + signature();
        int expected = parameters.size() - inData.size() + (anonymous ? 0 : 1);
        if (topics.size() != expected) {
            throw new LedgerEvidenceException(what + ": expected " + expected + " topics, found " + topics.size());
        }
        Iterator<Hash> indexed = topics.iterator();
        if (!anonymous && !indexed.next().equals(topic)) {
            throw new LedgerEvidenceException(
                    what + ": expected the first topic " + topic + ", found " + topics.get(0));
        }
        Iterator<Object> others = inData.decode(what, data).iterator();
        List<Object> values = new ArrayList<>(parameters.size());
        for (AbiParameter parameter : parameters.list()) {
            values.add(parameter.indexed() ? fromTopic(what, parameter, indexed.next()) : others.next());
        }
        return Collections.unmodifiableList(values);
    }

    private static Object fromTopic(String what, AbiParameter parameter, Hash topic) {
        return parameter.type() instanceof WordType type
                ? type.read(new AbiReader(what + ", topic of " + parameter.name(), topic.bytes(), 0), 0)
                : topic;
    }

    /** The signature. */
    @Override
    public String toString() {
        return signature();
    }
}
