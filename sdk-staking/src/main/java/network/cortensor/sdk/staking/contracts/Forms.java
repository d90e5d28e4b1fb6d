package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.internal.abi.Abi;
import network.cortensor.sdk.staking.internal.abi.AbiFunction;
import network.cortensor.sdk.staking.internal.contract.Artifact;
import network.cortensor.sdk.staking.internal.contract.Declarations;
import network.cortensor.sdk.staking.internal.contract.DeployedCode;

import java.util.List;
import java.util.stream.Collectors;

/** The interfaces of one contract through its generations, and how to tell from the code which one it has. */
final class Forms {
    /** {@code SessionV2}: told apart by what {@code create} and {@code submit} take. */
    static final Forms SESSION = new Forms(
            "SessionV2",
            List.of("create", "submit"),
            List.of("open", "sessionView"),
            List.of(
                    new Form(Generation.V2025_11, Declarations.read("session-2025-11")),
                    new Form(Generation.V2025_08, Declarations.read("session-2025-08")),
                    new Form(Generation.V2025_07, Declarations.read("session-2025-07"))));

    /** {@code SessionQueueV2}: told apart by the getters that came with 2025-11. */
    static final Forms QUEUE = new Forms(
            "SessionQueueV2",
            List.of("precommit", "commit", "getTaskResults", "getTask"),
            List.of("taskView", "grantAccess", "decline"),
            List.of(
                    new Form(Generation.V2025_11, Declarations.read("queue-2025-11")),
                    new Form(Generation.V2025_07, Declarations.read("queue-2025-07"))));

    private final String name;
    private final List<String> marks;
    private final List<Form> forms;
    private final Abi development;
    private final List<String> developmentMarks;

    private Forms(String name, List<String> marks, List<String> developmentMarks, List<Form> forms) {
        this.name = name;
        this.marks = marks;
        this.forms = forms;
        this.development = Artifact.of(name).abi();
        this.developmentMarks = developmentMarks;
    }

    private boolean isDevelopment(DeployedCode code) {
        return code.answersAll(
                developmentMarks.stream().map(development::function).toList());
    }

    /** One generation and its interface. */
    record Form(Generation generation, Abi abi) {
        private List<AbiFunction> marks(List<String> names) {
            return abi.functions().stream()
                    .filter(function -> names.contains(function.name()))
                    .toList();
        }
    }

    /**
     * The newest form of which the code has all marks.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if there is none
     */
    Form probe(DeployedCode code) {
        for (Form form : forms) {
            if (code.answersAll(form.marks(marks))) {
                return form.generation() == Generation.V2025_11 && isDevelopment(code)
                        ? new Form(Generation.DEVELOPMENT, development)
                        : form;
            }
        }
        String wanted = forms.stream()
                .map(form -> form.generation() + " with "
                        + form.marks(marks).stream().map(DeployedCode::shown).toList())
                .collect(Collectors.joining(", or "));
        List<String> found = forms.stream()
                .flatMap(form -> form.marks(marks).stream())
                .filter(code::answers)
                .map(DeployedCode::shown)
                .distinct()
                .toList();
        throw code.unknown(name, wanted, found.isEmpty() ? "none of these" : "only " + found);
    }
}
