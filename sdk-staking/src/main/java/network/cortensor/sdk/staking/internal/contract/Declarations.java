package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.internal.abi.Abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Interfaces that come with this library as text: one declaration a line, as Solidity writes it, and lines of comment that
 * start with {@code #}.
 */
public final class Declarations {
    private Declarations() {}

    /** Reads the interface in {@code <name>.abi} beside this class. */
    public static Abi read(String name) {
        try (InputStream in = Declarations.class.getResourceAsStream(name + ".abi")) {
            if (in == null) {
                throw new IllegalStateException("Interface " + name
                        + ": expected it beside the classes of this library," + " found none; the jar is not whole");
            }
            return Abi.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException("Interface " + name + " cannot be read from the jar", e);
        }
    }
}
