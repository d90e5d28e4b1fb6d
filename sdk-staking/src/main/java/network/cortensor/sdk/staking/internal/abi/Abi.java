package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Kind;

import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The interface of a contract, as data. Immutable and safe for use by several threads. */
public final class Abi {
    private final Map<String, AbiFunction> functions;
    private final Map<String, AbiEvent> events;
    private final Map<String, AbiError> errors;
    private final AbiParameters constructor;

    private Abi(List<AbiItem> items) {
        this.functions = bySignature(items, Kind.FUNCTION, AbiFunction::of, AbiFunction::signature);
        this.events = bySignature(items, Kind.EVENT, AbiEvent::of, AbiEvent::signature);
        this.errors = bySignature(items, Kind.ERROR, AbiError::of, AbiError::signature);
        this.constructor = AbiParameters.of(items.stream()
                .filter(item -> item.kind() == Kind.CONSTRUCTOR)
                .findFirst()
                .map(AbiItem::inputs)
                .orElse(List.of()));
    }

    private static <T> Map<String, T> bySignature(
            List<AbiItem> items, Kind kind, Function<AbiItem, T> reading, Function<T, String> signature) {
        Map<String, T> found = new LinkedHashMap<>();
        for (AbiItem item : items) {
            if (item.kind() == kind) {
                T read = reading.apply(item);
                // Compilers list what several libraries declare several times.
                found.putIfAbsent(signature.apply(read), read);
            }
        }
        return found;
    }

    /**
     * Reads JSON as compilers write it: the array of entries, or an artifact that has it as {@code abi}.
     *
     * @throws IllegalArgumentException if it is something else, or has a type that Solidity does not have
     */
    public static Abi parse(String json) {
        return new Abi(AbiJson.items(json));
    }

    /**
     * Reads JSON as {@link #parse(String)}; the caller closes the stream.
     *
     * @throws IllegalArgumentException if it is something else
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static Abi parse(InputStream json) {
        return new Abi(AbiJson.items(json));
    }

    /**
     * Reads declarations such as {@code function balanceOf(address) view returns (uint256)}, {@code event Paused()},
     * {@code error Unknown(uint256 id)} and {@code constructor(address owner)}.
     *
     * @throws IllegalArgumentException if one is something else
     */
    public static Abi of(String... declarations) {
        return new Abi(Arrays.stream(declarations).map(SignatureParser::item).toList());
    }

    /**
     * A function by its signature, or by its name if there is one of that name only.
     *
     * @throws IllegalArgumentException if there is none, or several of that name
     */
    public AbiFunction function(String nameOrSignature) {
        return only("function", nameOrSignature, functions, AbiFunction::name);
    }

    /**
     * An event by its signature, or by its name if there is one of that name only.
     *
     * @throws IllegalArgumentException if there is none, or several of that name
     */
    public AbiEvent event(String nameOrSignature) {
        return only("event", nameOrSignature, events, AbiEvent::name);
    }

    private static <T> T only(String kind, String wanted, Map<String, T> bySignature, Function<T, String> name) {
        T exact = bySignature.get(wanted);
        if (exact != null) {
            return exact;
        }
        List<T> named = bySignature.values().stream()
                .filter(candidate -> name.apply(candidate).equals(wanted))
                .toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException("ABI: expected one " + kind + " " + wanted + ", found "
                    + (named.isEmpty() ? "none" : named.size() + " of that name: " + named));
        }
        return named.get(0);
    }

    /** The function that a call is of. */
    public Optional<AbiFunction> function(byte[] calldata) {
        return functions.values().stream()
                .filter(function -> function.matches(calldata))
                .findFirst();
    }

    /** The event that has this first topic. */
    public Optional<AbiEvent> event(Hash topic) {
        return events.values().stream()
                .filter(event -> !event.isAnonymous() && event.topic().equals(topic))
                .findFirst();
    }

    /** The error that a failed call returned, {@link AbiError#REASON} and {@link AbiError#PANIC} included. */
    public Optional<AbiError> error(byte[] data) {
        return Stream.concat(errors.values().stream(), Stream.of(AbiError.REASON, AbiError.PANIC))
                .filter(error -> error.matches(data))
                .findFirst();
    }

    /** All functions, in the order of declaration. */
    public List<AbiFunction> functions() {
        return List.copyOf(functions.values());
    }

    /** All events, in the order of declaration. */
    public List<AbiEvent> events() {
        return List.copyOf(events.values());
    }

    /** All errors that it declares itself, in the order of declaration. */
    public List<AbiError> errors() {
        return List.copyOf(errors.values());
    }

    /** What the constructor takes: nothing if none is declared. Arguments follow the code that deploys a contract. */
    public AbiParameters constructor() {
        return constructor;
    }
}
