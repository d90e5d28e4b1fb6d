package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.internal.abi.AbiItem.Kind;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Mutability;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reads declarations as Solidity has them, such as {@code function f(uint256 id, (address,string)[] parts) view returns
 * (bool)}. Names, places ({@code memory} and so on) and the words that say who may call are allowed everywhere they are in
 * Solidity; {@code tuple} may stand in front of a tuple. One instance reads one text.
 */
final class SignatureParser {
    private static final Set<String> PLACES = Set.of("memory", "calldata", "storage", "payable");
    private static final Set<String> WITHOUT_MEANING = Set.of("external", "public", "virtual", "override");

    private final String text;
    private int at;
    private int levels;

    private SignatureParser(String text) {
        this.text = text;
    }

    /**
     * Reads a declaration.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AbiItem item(String text) {
        SignatureParser parser = new SignatureParser(text);
        AbiItem item = parser.item();
        parser.requireEnd();
        return item;
    }

    /**
     * Reads a list of parameters without parentheses around it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static List<AbiParameter> parameters(String text) {
        SignatureParser parser = new SignatureParser("(" + text + ")");
        List<AbiParameter> parameters = parser.parameters(false);
        parser.requireEnd();
        return parameters;
    }

    private AbiItem item() {
        String keyword = word();
        return switch (keyword) {
            case "function" -> function(Kind.FUNCTION, name());
            case "constructor" -> function(Kind.CONSTRUCTOR, "");
            case "event" -> {
                String name = name();
                List<AbiParameter> inputs = parameters(true);
                yield new AbiItem(Kind.EVENT, name, inputs, List.of(), Mutability.NONPAYABLE, took("anonymous"));
            }
            case "error" -> new AbiItem(Kind.ERROR, name(), parameters(false), List.of(), Mutability.PURE, false);
            default -> throw refusal("function, constructor, event or error");
        };
    }

    private AbiItem function(Kind kind, String name) {
        List<AbiParameter> inputs = parameters(false);
        List<AbiParameter> outputs = List.of();
        Mutability mutability = Mutability.NONPAYABLE;
        for (String word = word(); !word.isEmpty(); word = word()) {
            switch (word) {
                case "pure" -> mutability = Mutability.PURE;
                case "view" -> mutability = Mutability.VIEW;
                case "nonpayable" -> mutability = Mutability.NONPAYABLE;
                case "payable" -> mutability = Mutability.PAYABLE;
                case "returns" -> outputs = parameters(false);
                default -> {
                    if (!WITHOUT_MEANING.contains(word)) {
                        throw refusal("what a function may do, or returns");
                    }
                }
            }
        }
        return new AbiItem(kind, name, inputs, outputs, mutability, false);
    }

    private List<AbiParameter> parameters(boolean ofEvent) {
        require('(');
        List<AbiParameter> parameters = new ArrayList<>();
        if (took(')')) {
            return parameters;
        }
        do {
            parameters.add(parameter(ofEvent));
        } while (took(','));
        require(')');
        return parameters;
    }

    private AbiParameter parameter(boolean ofEvent) {
        AbiType type = type();
        String word = word();
        boolean indexed = ofEvent && word.equals("indexed");
        while (indexed || PLACES.contains(word)) {
            word = word();
            if (!PLACES.contains(word)) {
                break;
            }
        }
        return new AbiParameter(word, type, indexed);
    }

    private AbiType type() {
        String name = word();
        AbiType element;
        if (name.isEmpty() || name.equals("tuple")) {
            if (++levels > AbiType.MOST_LEVELS) {
                throw refusal("at most " + AbiType.MOST_LEVELS + " tuples in one another");
            }
            element = SequenceType.tuple(
                    parameters(false).stream().map(AbiParameter::type).toList());
            TypeNames.requireFlat(element);
            levels--;
        } else {
            element = TypeNames.elementary(name);
        }
        return TypeNames.arrays(element, run(SignatureParser::isOfArray));
    }

    private static boolean isOfArray(int character) {
        return character == '[' || character == ']' || Identifiers.isBetween('0', character, '9');
    }

    private String name() {
        String name = word();
        if (name.isEmpty()) {
            throw refusal("a name");
        }
        return name;
    }

    /** The next word, or nothing if there is none. */
    private String word() {
        skipBlanks();
        return run(Identifiers::isPart);
    }

    private String run(IntPredicate allowed) {
        int start = at;
        while (at < text.length() && allowed.test(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean took(String word) {
        int start = at;
        if (word().equals(word)) {
            return true;
        }
        at = start;
        return false;
    }

    private boolean took(char character) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == character;
        if (there) {
            at++;
        }
        return there;
    }

    private void require(char character) {
        if (!took(character)) {
            throw refusal("'" + character + "'");
        }
    }

    private void requireEnd() {
        took(';');
        skipBlanks();
        if (at < text.length()) {
            throw refusal("its end");
        }
    }

    private void skipBlanks() {
        run(Character::isWhitespace);
    }

    private IllegalArgumentException refusal(String expected) {
        return new IllegalArgumentException(
                "ABI declaration '" + text + "': expected " + expected + " before character " + at);
    }
}
