package network.cortensor.examples.cli;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.contracts.Contracts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows a node as the chain has it. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show whether an account is a registered node, with which stake and which key.",
            "",
            "The announcement of its key is checked: that the node signed it, for this chain. In JSON, amounts are wei."
        },
        footerHeading = "%nExamples:%n",
        footer = "  examples/run node status ADDRESS --addresses dev.txt")
final class NodeStatusCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ADDRESS", description = "Which account.")
    private String node = "";

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    NodeStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Address address = ChainAnswers.address("ADDRESS", node);
        return chain.with(contracts -> show(contracts, address)).code();
    }

    private ExitCode show(Contracts contracts, Address address) {
        Assured<Optional<NodeRegistration>> answer = contracts.nodes().node(address);
        Json json = Json.object()
                .put("node", address.toString())
                .put("registered", answer.value().isPresent());
        if (answer.value().isEmpty()) {
            line("node   " + address + " is not registered");
        } else {
            show(answer.value().get(), announcement(contracts, answer.value().get()), json);
        }
        line("known  " + ChainAnswers.words(answer.assurance()));
        if (common.json()) {
            console.result(
                    json.put("assurance", ChainAnswers.json(answer.assurance())).line());
        }
        return ExitCode.OK;
    }

    private void show(NodeRegistration found, KeyAnnouncement announcement, Json json) {
        json.put("state", found.state().name().toLowerCase(Locale.ROOT))
                .put("staked", found.stake().wei().toString())
                .put("slashed", found.slashed().wei().toString())
                .put("registeredAt", found.registeredAt().toString())
                .put("keyId", announcement.keyId().toString())
                .put("keyValidUntil", announcement.validUntil().toString());
        line("node   " + found.address() + ", registered " + found.registeredAt() + ", "
                + found.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        line("stake  " + found.stake() + ", " + found.slashed() + " slashed");
        line("key    " + announcement.keyId() + ", valid from " + announcement.validFrom() + " to "
                + announcement.validUntil());
    }

    private void line(String text) {
        if (!common.json()) {
            console.result(text);
        }
    }

    private static KeyAnnouncement announcement(Contracts contracts, NodeRegistration found) {
        KeyAnnouncement announcement;
        try {
            announcement = KeyAnnouncement.parse(found.keyAnnouncement());
        } catch (CryptoException e) {
            throw new EvidenceException(
                    "The key announcement of node " + found.address() + " does not hold: " + e.getMessage() + ".", e);
        }
        boolean own = Address.decode(announcement.node().bytes()).equals(found.address())
                && announcement.chainId() == contracts.chain().chainId();
        if (!own) {
            throw new EvidenceException("The key announcement of node " + found.address() + " is of node "
                    + announcement.node() + " on chain " + announcement.chainId() + ".");
        }
        return announcement;
    }
}
