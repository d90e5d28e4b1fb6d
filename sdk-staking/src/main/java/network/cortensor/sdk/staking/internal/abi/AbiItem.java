package network.cortensor.sdk.staking.internal.abi;

import java.util.List;

/** An entry of an interface, whatever its notation. */
record AbiItem(
        Kind kind,
        String name,
        List<AbiParameter> inputs,
        List<AbiParameter> outputs,
        Mutability mutability,
        boolean anonymous) {
    AbiItem {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** What it describes. */
    enum Kind {
        FUNCTION,
        CONSTRUCTOR,
        EVENT,
        ERROR
    }

    /** What a call of it may do. */
    enum Mutability {
        PURE,
        VIEW,
        NONPAYABLE,
        PAYABLE
    }
}
