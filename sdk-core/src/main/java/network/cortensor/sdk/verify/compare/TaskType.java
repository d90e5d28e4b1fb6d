package network.cortensor.sdk.verify.compare;

/** What kind of answer a task asks for: it decides which facts of an answer count. */
public enum TaskType {
    /** Sentences. The default: everything that facts can be read from counts. */
    PROSE,
    /** A quantity or a few, with or without words around: numbers and units decide. */
    NUMERIC,
    /** One JSON text (RFC 8259): compared leaf by leaf, in the canonical form of RFC 8785. */
    JSON,
    /** Source code in any language: compared token by token, white space and comments aside. */
    CODE
}
