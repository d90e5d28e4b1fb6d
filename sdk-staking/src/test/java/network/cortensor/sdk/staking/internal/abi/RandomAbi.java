package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Types of every kind, and values of them, from a seed. */
final class RandomAbi {
    private static final int MOST_LEVELS = 4;

    private final Random random;

    RandomAbi(Random random) {
        this.random = random;
    }

    AbiParameters parameters() {
        return AbiParameters.parse(IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> type(0))
                .collect(Collectors.joining(", ")));
    }

    private String type(int level) {
        int kind = random.nextInt(level < MOST_LEVELS ? 13 : 9);
        return switch (kind) {
            case 0 -> "uint" + 8 * (1 + random.nextInt(32));
            case 1 -> "int" + 8 * (1 + random.nextInt(32));
            case 2 -> "bool";
            case 3 -> "address";
            case 4 -> "bytes" + (1 + random.nextInt(32));
            case 5 -> "function";
            case 6, 7 -> "string";
            case 8 -> "bytes";
            case 9, 10 -> type(level + 1) + "[]";
            case 11 -> type(level + 1) + "[" + (1 + random.nextInt(3)) + "]";
            default ->
                IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(i -> type(level + 1))
                        .collect(Collectors.joining(",", "(", ")"));
        };
    }

    List<Object> values(AbiParameters parameters) {
        return parameters.list().stream()
                .map(parameter -> value(parameter.type().canonical()))
                .toList();
    }

    private Object value(String type) {
        if (type.endsWith("]")) {
            int bracket = type.lastIndexOf('[');
            String length = type.substring(bracket + 1, type.length() - 1);
            String element = type.substring(0, bracket);
            List<Object> elements = new ArrayList<>();
            int count = length.isEmpty() ? random.nextInt(4) : Integer.parseInt(length);
            for (int i = 0; i < count; i++) {
                elements.add(value(element));
            }
            return elements;
        }
        if (type.startsWith("(")) {
            return EthersCases.components(type).stream().map(this::value).toList();
        }
        return switch (type.replaceFirst("[0-9]+$", "")) {
            case "uint" -> number(size(type));
            case "int" ->
                random.nextBoolean()
                        ? number(size(type) - 1)
                        : number(size(type) - 1).not();
            case "bool" -> random.nextBoolean();
            case "address" -> Address.decode(bytes(Address.LENGTH));
            case "function" -> bytes(24);
            case "string" -> text();
            default ->
                type.equals("bytes32") ? Hash.decode(bytes(32)) : bytes(type.equals("bytes") ? length() : size(type));
        };
    }

    private static int size(String type) {
        return Integer.parseInt(type.replaceFirst("[a-z]+", ""));
    }

    /** Small ones, large ones and those at the edge. */
    private BigInteger number(int bits) {
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            default -> new BigInteger(random.nextInt(bits + 1), random);
        };
    }

    private int length() {
        return random.nextInt(5) == 0 ? 32 * random.nextInt(4) : random.nextInt(70);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return random.ints(length() / 2, 0, Character.MAX_CODE_POINT + 1)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
