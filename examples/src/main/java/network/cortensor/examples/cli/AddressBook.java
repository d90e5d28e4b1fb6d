package network.cortensor.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.contracts.NetworkPreset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses of contracts as the caller names them: a file, in lines or as JSON, or a network. */
final class AddressBook {

    /** A few dozen addresses; more is the wrong file. */
    private static final int MAX_BYTES = 1 << 16;

    /** The fields of the JSON form. */
    static final String CHAIN = "chain";

    static final String CONTRACTS = "contracts";

    private AddressBook() {}

    /**
     * Reads a file of this name; without one, takes the network of this name.
     *
     * @throws InvalidRequestException if there is neither, or the file is none of addresses
     */
    static ContractAddresses read(String name) {
        Path file = Path.of(name);
        return Files.exists(file) ? parse(file) : preset(name);
    }

    /** The form of {@code --json}, without what else is printed. */
    static Json json(ContractAddresses addresses) {
        Json contracts = Json.object();
        addresses.asMap().forEach((kind, address) -> contracts.put(kind.name(), address.toString()));
        return Json.object().put(CHAIN, addresses.chainId()).put(CONTRACTS, contracts);
    }

    private static ContractAddresses parse(Path file) {
        String text = InputFile.of("address file", file).text(MAX_BYTES);
        try {
            return text.stripLeading().startsWith("{") ? ofJson(text) : ContractAddresses.parse(text);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            String problem = e instanceof JsonProcessingException ? "it is no JSON object" : e.getMessage();
            throw new InvalidRequestException(
                    "The address file " + file + " cannot be used: " + problem + ". 'chain dev' prints one.", e);
        }
    }

    private static ContractAddresses ofJson(String text) throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(text);
        if (!json.path(CHAIN).canConvertToLong() || !json.path(CONTRACTS).isObject()) {
            throw new IllegalArgumentException("expected the fields " + CHAIN + " and " + CONTRACTS);
        }
        ContractAddresses.Builder book =
                ContractAddresses.builder(json.path(CHAIN).asLong());
        for (Map.Entry<String, JsonNode> field : json.path(CONTRACTS).properties()) {
            book.put(
                    ContractKind.valueOf(field.getKey()),
                    Address.parse(field.getValue().asText()));
        }
        return book.build();
    }

    private static ContractAddresses preset(String name) {
        NetworkPreset preset = Arrays.stream(NetworkPreset.values())
                .filter(known -> name(known).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("--addresses " + name
                        + " is neither a file nor a network that the SDK knows, which are: "
                        + Arrays.stream(NetworkPreset.values())
                                .map(AddressBook::name)
                                .collect(Collectors.joining(", "))
                        + "."));
        try {
            return preset.contracts();
        } catch (IllegalStateException e) {
            throw new InvalidRequestException(
                    "No source says on which chain " + name + " is: write a file of its addresses.", e);
        }
    }

    private static String name(NetworkPreset preset) {
        return preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
