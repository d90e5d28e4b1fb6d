package network.cortensor.sdk.staking.internal.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.abi.Abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A contract of the development network as the compiler made it, from the jar of this library.
 *
 * <p>Immutable.
 */
public final class Artifact {
    private static final String FOLDER = "/network/cortensor/sdk/staking/contracts/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Abi abi;
    private final byte[] initCode;
    private final byte[] deployedCode;
    private final String json;

    private Artifact(String name, Abi abi, byte[] initCode, byte[] deployedCode, String json) {
        this.name = name;
        this.abi = abi;
        this.initCode = initCode;
        this.deployedCode = deployedCode;
        this.json = json;
    }

    /** The artifact of a contract, by the contract's name. */
    public static Artifact of(String contract) {
        try (InputStream in = Artifact.class.getResourceAsStream(FOLDER + contract + ".json")) {
            if (in == null) {
                throw new IllegalStateException("Artifact of " + contract + ": expected it in the jar of this library,"
                        + " found none; the jar is not whole");
            }
            JsonNode json = JSON.readTree(in);
            return new Artifact(
                    contract,
                    Abi.parse(json.path("abi").toString()),
                    code(json, "bytecode"),
                    code(json, "deployedBytecode"),
                    json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Artifact of " + contract + " cannot be read from the jar", e);
        }
    }

    private static byte[] code(JsonNode artifact, String field) {
        String code = artifact.path(field).asText();
        return HexFormat.of().parseHex(code, 2, code.length());
    }

    /** The contract's name. */
    public String name() {
        return name;
    }

    /** Its interface. */
    public Abi abi() {
        return abi;
    }

    /** What a transaction that makes the contract carries. */
    public byte[] initCode(Object... arguments) {
        byte[] encoded = abi.constructor().encode(arguments);
        byte[] all = Arrays.copyOf(initCode, initCode.length + encoded.length);
        System.arraycopy(encoded, 0, all, initCode.length, encoded.length);
        return all;
    }

    /**
     * Whether deployed code is this contract's: byte for byte, but for the words that its constructor put in place of the
     * zeros that the compiler leaves for immutable values. Those are the data of {@code PUSH32}, and the compiler writes no
     * zero in that way otherwise.
     */
    public boolean isDeployedAs(byte[] code) {
        if (code.length != deployedCode.length) {
            return false;
        }
        int at = 0;
        while (at < code.length) {
            if (code[at] != deployedCode[at]) {
                return false;
            }
            int data = at + 1;
            int end = Math.min(data + CodeScan.pushed(deployedCode[at]), code.length);
            boolean immutable = end - data == Hash.LENGTH && isZero(deployedCode, data, end);
            if (!immutable && !Arrays.equals(code, data, end, deployedCode, data, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The artifact as it is in the jar. */
    public String json() {
        return json;
    }
}
